//! The double as a program.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use crate::kit::until;
use crate::receiver::Receiver;

/// The program, which ends with its test.
struct Program(Child);

impl Drop for Program {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn start(arguments: &[&str]) -> (Program, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wufi-stripe-double"));
    let mut program = Program(command.args(arguments).stdout(Stdio::piped()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(program.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.strip_prefix("Stripe double listens on ").unwrap().trim_end().to_owned();
    (program, url)
}

#[tokio::test]
async fn it_says_where_it_listens_and_takes_its_secrets_from_the_command_line() {
    let receiver = Receiver::open().await;
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--secret-key",
        "sk_test_mine",
        "--webhook-secret",
        "whsec_mine",
        "--webhook-url",
        &receiver.url,
    ];
    let (_program, url) = start(&arguments);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();

    let create = client.post(format!("{url}/v1/payment_intents")).bearer_auth("sk_test_mine").body("amount=1000&currency=eur");
    let made: Value = create.send().await.unwrap().json().await.unwrap();

    assert_eq!(made["status"], "requires_payment_method");
    until(|| !receiver.webhooks().is_empty()).await;
    assert_eq!(receiver.webhooks()[0].json()["data"]["object"]["id"], made["id"]);
}

#[test]
fn a_taken_address_is_told() {
    let (_program, url) = start(&["--listen", "127.0.0.1:0"]);
    let address = url.strip_prefix("http://").unwrap();

    let second = Command::new(env!("CARGO_BIN_EXE_wufi-stripe-double")).args(["--listen", address]).output().unwrap();

    assert!(!second.status.success());
    assert!(String::from_utf8(second.stderr).unwrap().contains(&format!("cannot listen on {address}")));
}
