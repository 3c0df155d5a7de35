//! One file a table: the row, how it is made, and its queries. The connection always comes first,
//! then the workspace.
//!
//! Begin with [`workspace`], [`role`] and [`user`]. [`rights`] says what a role allows, [`authority`]
//! whether somebody still may. Over several tables reach the pages [`user_list`], [`user_details`],
//! [`audit_list`] and [`overview`], and what is done at once: [`deactivation`], and the [`plan`], which is
//! the booking of seats.

pub mod account;
pub mod admins;
pub mod assignment;
pub mod audit_event;
pub mod audit_list;
pub mod authority;
pub mod batch;
pub mod batch_progress;
pub mod candidates;
pub mod confirmation;
pub mod deactivation;
pub mod import;
pub mod import_row;
pub mod invitation;
pub mod invitation_slots;
pub mod membership;
pub mod new_email;
pub mod outbox_email;
pub mod overview;
pub mod own_session;
pub mod plan;
pub mod project;
pub mod rate_counter;
pub mod rights;
pub mod role;
pub mod session;
pub mod task;
pub mod task_order;
pub mod team;
pub mod team_member;
pub mod user;
pub mod user_count;
pub mod user_details;
pub mod user_list;
pub mod waiting_person;
pub mod waiting_tasks;
pub mod workspace;
