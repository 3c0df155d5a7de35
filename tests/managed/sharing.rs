use usher::db::managed::ManagedPostgres;

use crate::world::{Holder, QUICK, Scratch, ask, is_alive, server_pid};

#[test]
fn a_second_program_adopts_the_running_server_and_leaves_it_running() {
    let scratch = Scratch::new();
    let owner = Holder::start(&scratch.data());
    let pid = server_pid(&scratch.data());

    let second = ManagedPostgres::start(&scratch.data(), QUICK).unwrap();
    assert!(second.adopted());
    second.ensure_database("usher").unwrap();
    assert_eq!(ask(&second, "SELECT 'here' AS answer"), "here");
    second.stop().unwrap();
    assert!(is_alive(pid));

    drop(owner);
    assert!(!is_alive(pid));
}

#[test]
fn of_programs_started_together_one_owns_and_the_others_adopt() {
    let scratch = Scratch::new();
    let data = scratch.data();
    let mut said: Vec<String> = Vec::new();
    std::thread::scope(|scope| {
        let starts: Vec<_> = (0..3).map(|_| scope.spawn(|| Holder::start(&data))).collect();
        let holders: Vec<_> = starts.into_iter().map(|start| start.join().unwrap()).collect();
        said.extend(holders.iter().map(|holder| holder.said.clone()));
    });
    said.sort();
    assert_eq!(said, ["adopted", "adopted", "owned"]);
}
