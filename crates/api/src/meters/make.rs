//! Makes meters, out of words of the source alone.

use metrics::{Counter, Gauge, Histogram, Key, Label, Level, Metadata, Recorder};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle, PrometheusRecorder};

use super::families::{ALL, Family, Kind};

/// Seconds up to which durations are told apart: 60 is when an answer is given up.
const SECONDS: [f64; 12] = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

const METADATA: Metadata<'static> = Metadata::new(module_path!(), Level::INFO, None);

/// A label and its value: neither can come from a request.
pub(super) type Word = (&'static str, &'static str);

/// What makes meters, and writes what they measured.
#[derive(Debug)]
pub(super) struct Maker(PrometheusRecorder);

impl Maker {
    /// One that has no meters yet.
    pub(super) fn new() -> Self {
        let Ok(builder) = PrometheusBuilder::new().set_buckets(&SECONDS) else { unreachable!("there are seconds") };
        let recorder = builder.build_recorder();
        for Family { name, kind, help } in ALL {
            match kind {
                Kind::Counter => recorder.describe_counter(name.into(), None, help.into()),
                Kind::Gauge => recorder.describe_gauge(name.into(), None, help.into()),
                Kind::Histogram => recorder.describe_histogram(name.into(), None, help.into()),
            }
        }
        Self(recorder)
    }

    /// What writes all that was measured.
    pub(super) fn handle(&self) -> PrometheusHandle {
        self.0.handle()
    }

    pub(super) fn counter(&self, family: &Family, words: &[Word]) -> Counter {
        self.0.register_counter(&key(family, words), &METADATA)
    }

    pub(super) fn gauge(&self, family: &Family, words: &[Word]) -> Gauge {
        self.0.register_gauge(&key(family, words), &METADATA)
    }

    pub(super) fn histogram(&self, family: &Family, words: &[Word]) -> Histogram {
        self.0.register_histogram(&key(family, words), &METADATA)
    }
}

fn key(family: &Family, words: &[Word]) -> Key {
    let labels: Vec<Label> = words.iter().map(|(name, word)| Label::from_static_parts(name, word)).collect();
    Key::from_parts(family.name, labels)
}
