//! That ten times the text is ten times the work: counted in bytes that are asked of memory, since
//! whatever reads a text again and again copies it.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

use usher::inviting::paste::read;

thread_local! {
    static BYTES: Cell<usize> = const { Cell::new(0) };
}

struct Counting;

// SAFETY: every call is the system's own; a number is kept beside it.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let _ = BYTES.try_with(|bytes| bytes.set(bytes.get() + layout.size()));
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, memory: *mut u8, layout: Layout) {
        unsafe { System.dealloc(memory, layout) }
    }
}

#[global_allocator]
static MEMORY: Counting = Counting;

fn cost(text: &str) -> usize {
    let before = BYTES.get();
    let read = read(text);
    let after = BYTES.get();
    drop(read);
    after - before
}

#[test]
fn ten_times_the_text_costs_no_more_than_fifteen_times_as_much() {
    let one = |n: usize| format!("anna{n}@example.com");
    let named = |n: usize| format!("Example, Anna <anna{n}@example.com>");
    let kinds: [(&str, &dyn Fn(usize) -> String); 8] = [
        ("\n", &one),
        (", ", &one),
        ("; ", &named),
        (" ", &one),
        ("\t", &one),
        ("\n", &|n| format!("anna{n}@example.com\tAnna Example\tUser")),
        (",", &|_| "\"".to_owned()),
        ("", &|n| format!("<{n}")),
    ];
    for (separator, entry) in kinds {
        let text = |count| (0..count).map(entry).collect::<Vec<_>>().join(separator);
        let (less, more) = (cost(&text(500)), cost(&text(5_000)));
        assert!(more <= 15 * less, "{:?}: {less} and {more} bytes", text(2));
    }
}
