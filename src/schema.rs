// @generated automatically by Diesel CLI.

diesel::table! {
    accounts (id) {
        id -> Uuid,
        email -> Text,
        email_key -> Text,
        verified_at -> Nullable<Timestamptz>,
        password_hash -> Nullable<Text>,
        language -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    audit_events (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        at -> Timestamptz,
        actor_id -> Nullable<Uuid>,
        action -> Text,
        subject_id -> Nullable<Uuid>,
        details -> Jsonb,
        from_address -> Nullable<Text>,
        from_device -> Nullable<Text>,
    }
}

diesel::table! {
    batches (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        source -> Text,
        created_by -> Uuid,
        created_at -> Timestamptz,
        hold_until -> Timestamptz,
        undone_at -> Nullable<Timestamptz>,
        invited -> Int4,
        left_over -> Jsonb,
        lines_digest -> Bytea,
        import_id -> Nullable<Uuid>,
        total -> Int4,
        finished_at -> Nullable<Timestamptz>,
        stopped -> Nullable<Text>,
        file_name -> Text,
    }
}

diesel::table! {
    confirmations (id) {
        id -> Uuid,
        purpose -> Text,
        account_id -> Nullable<Uuid>,
        email -> Text,
        email_key -> Text,
        language -> Text,
        expires_at -> Timestamptz,
        used_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    invitation_slots (email_key) {
        email_key -> Text,
        newest_mail -> Nullable<Uuid>,
        newest_at -> Nullable<Timestamptz>,
        second_at -> Nullable<Timestamptz>,
        third_at -> Nullable<Timestamptz>,
        fourth_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    invitations (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        user_id -> Uuid,
        generation -> Int4,
        batch_id -> Nullable<Uuid>,
        task_id -> Nullable<Uuid>,
        invited_by -> Uuid,
        created_at -> Timestamptz,
        sent_at -> Timestamptz,
        expires_at -> Timestamptz,
        accepted_at -> Nullable<Timestamptz>,
        withdrawn_at -> Nullable<Timestamptz>,
        declined_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    outbox_emails (id) {
        id -> Uuid,
        workspace_id -> Nullable<Uuid>,
        kind -> Text,
        account_id -> Nullable<Uuid>,
        invitation_id -> Nullable<Uuid>,
        generation -> Nullable<Int4>,
        user_id -> Nullable<Uuid>,
        details -> Jsonb,
        confirmation_id -> Nullable<Uuid>,
        state -> Text,
        attempts -> Int4,
        claims -> Int4,
        due_at -> Timestamptz,
        give_up_at -> Timestamptz,
        lease -> Nullable<Uuid>,
        leased_until -> Nullable<Timestamptz>,
        sent_at -> Nullable<Timestamptz>,
        unknown_at -> Nullable<Timestamptz>,
        reply -> Nullable<Text>,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    project_members (workspace_id, project_id, user_id) {
        workspace_id -> Uuid,
        project_id -> Uuid,
        user_id -> Uuid,
    }
}

diesel::table! {
    projects (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        created_at -> Timestamptz,
        description -> Text,
        colour -> Int2,
        archived_at -> Nullable<Timestamptz>,
    }
}

diesel::table! {
    rate_counters (key) {
        key -> Text,
        attempts -> Int4,
        ends_at -> Timestamptz,
    }
}

diesel::table! {
    roles (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        preset -> Nullable<Text>,
        projects -> Text,
        tasks -> Text,
        people -> Text,
        settings -> Text,
        can_create_projects -> Bool,
    }
}

diesel::table! {
    sessions (token_digest) {
        token_digest -> Bytea,
        account_id -> Nullable<Uuid>,
        state -> Jsonb,
        created_at -> Timestamptz,
        last_seen_at -> Timestamptz,
        expires_at -> Timestamptz,
        from_address -> Nullable<Text>,
        from_device -> Nullable<Text>,
    }
}

diesel::table! {
    task_assignees (workspace_id, task_id, user_id) {
        workspace_id -> Uuid,
        task_id -> Uuid,
        user_id -> Uuid,
        assigned_at -> Timestamptz,
    }
}

diesel::table! {
    tasks (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        project_id -> Uuid,
        title -> Text,
        description -> Text,
        due_on -> Nullable<Date>,
        done_at -> Nullable<Timestamptz>,
        created_at -> Timestamptz,
        position -> Int8,
    }
}

diesel::table! {
    team_members (workspace_id, team_id, user_id) {
        workspace_id -> Uuid,
        team_id -> Uuid,
        user_id -> Uuid,
    }
}

diesel::table! {
    teams (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        name -> Text,
        colour -> Int2,
        created_at -> Timestamptz,
    }
}

diesel::table! {
    user_counts (workspace_id) {
        workspace_id -> Uuid,
        initiated -> Int4,
        active -> Int4,
        deactivated -> Int4,
        version -> Int8,
    }
}

diesel::table! {
    users (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        account_id -> Nullable<Uuid>,
        email -> Text,
        email_key -> Text,
        name -> Text,
        gender -> Nullable<Text>,
        role_id -> Uuid,
        status -> Text,
        note -> Nullable<Text>,
        language -> Nullable<Text>,
        invited_by -> Nullable<Uuid>,
        created_at -> Timestamptz,
        search_key -> Text,
    }
}

diesel::table! {
    waiting_people (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        place -> Int8,
        email -> Text,
        email_key -> Text,
        name -> Text,
        role -> Text,
        team -> Text,
        gender -> Text,
        task_id -> Nullable<Uuid>,
        batch_id -> Nullable<Uuid>,
        queued_by -> Uuid,
        queued_at -> Timestamptz,
        is_stuck -> Bool,
    }
}

diesel::table! {
    workspaces (id) {
        id -> Uuid,
        slug -> Text,
        name -> Text,
        time_zone -> Text,
        language -> Text,
        trial_ends_at -> Timestamptz,
        booked_seats -> Int4,
        planned_seats -> Nullable<Int4>,
        cycle_ends_at -> Nullable<Timestamptz>,
        invitation_days -> Int4,
        hold_seconds -> Int4,
        created_at -> Timestamptz,
        trial_warned_at -> Nullable<Timestamptz>,
        allowed_domains -> Array<Text>,
        refused_domains -> Array<Text>,
        accept_note -> Text,
    }
}

diesel::table! {
    imports (workspace_id, id) {
        workspace_id -> Uuid,
        id -> Uuid,
        created_by -> Uuid,
        created_at -> Timestamptz,
        file_name -> Text,
        file -> Bytea,
        sheets -> Jsonb,
        sheet -> Int4,
        header_row -> Nullable<Int4>,
        headers -> Jsonb,
        fields -> Jsonb,
        samples -> Jsonb,
        task_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    import_rows (workspace_id, import_id, number) {
        workspace_id -> Uuid,
        import_id -> Uuid,
        number -> Int4,
        row -> Int4,
        email -> Text,
        name -> Text,
        role -> Text,
        team -> Text,
        gender -> Text,
        state -> Text,
        said -> Nullable<Jsonb>,
        batch_id -> Nullable<Uuid>,
    }
}

diesel::table! {
    import_mappings (workspace_id, headers_digest) {
        workspace_id -> Uuid,
        headers_digest -> Bytea,
        fields -> Jsonb,
    }
}

diesel::joinable!(audit_events -> workspaces (workspace_id));
diesel::joinable!(batches -> workspaces (workspace_id));
diesel::joinable!(invitations -> workspaces (workspace_id));
diesel::joinable!(outbox_emails -> accounts (account_id));
diesel::joinable!(projects -> workspaces (workspace_id));
diesel::joinable!(roles -> workspaces (workspace_id));
diesel::joinable!(sessions -> accounts (account_id));
diesel::joinable!(teams -> workspaces (workspace_id));
diesel::joinable!(user_counts -> workspaces (workspace_id));
diesel::joinable!(users -> accounts (account_id));
diesel::joinable!(users -> workspaces (workspace_id));

diesel::allow_tables_to_appear_in_same_query!(
    accounts,
    audit_events,
    batches,
    confirmations,
    import_mappings,
    import_rows,
    imports,
    invitation_slots,
    invitations,
    outbox_emails,
    project_members,
    projects,
    rate_counters,
    roles,
    sessions,
    task_assignees,
    tasks,
    team_members,
    teams,
    user_counts,
    users,
    waiting_people,
    workspaces,
);
