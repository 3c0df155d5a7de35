pub mod managed;
