//! The program as a person or a script meets it.

#[cfg(test)]
mod command_line;
