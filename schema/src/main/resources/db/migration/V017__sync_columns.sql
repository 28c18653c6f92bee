-- Columns that editable tables gained since they were put under delta sync.

call log_sync_changes('visit');
call log_sync_changes('attachment');
