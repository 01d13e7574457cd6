-- 0002
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
CREATE TABLE accounts (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	metered BOOLEAN NOT NULL, 
	email VARCHAR, 
	password_hash VARCHAR, 
	merged_into VARCHAR, 
	made_at DOUBLE NOT NULL, webhook_secret VARCHAR, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT fk_accounts_merged_into FOREIGN KEY(merged_into) REFERENCES accounts (id), 
	CONSTRAINT uq_accounts_email UNIQUE (email)
);
CREATE TABLE blobs (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	media_type VARCHAR NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_blobs PRIMARY KEY (sha256)
);
CREATE TABLE events (
	stream_id VARCHAR NOT NULL, 
	number BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	body JSON NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (stream_id, number)
);
CREATE TABLE ledger_transactions (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	hold_id VARCHAR, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_ledger_transactions PRIMARY KEY (id)
);
CREATE INDEX ix_ledger_transactions_hold_id ON ledger_transactions (hold_id);
CREATE TABLE workers (
	id VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	started_at DOUBLE NOT NULL, 
	seen_at DOUBLE NOT NULL, 
	CONSTRAINT pk_workers PRIMARY KEY (id)
);
CREATE TABLE balances (
	account_id VARCHAR NOT NULL, 
	granted BIGINT NOT NULL, 
	available BIGINT NOT NULL, 
	frozen BIGINT NOT NULL, 
	spent BIGINT NOT NULL, 
	free_granted BIGINT NOT NULL, 
	free_left BIGINT NOT NULL, 
	CONSTRAINT pk_balances PRIMARY KEY (account_id), 
	CONSTRAINT ck_balances_nothing_lost CHECK (available + frozen + spent = granted), 
	CONSTRAINT ck_balances_no_debt CHECK (available >= 0 AND frozen >= 0 AND spent >= 0), 
	CONSTRAINT ck_balances_free_items CHECK (free_left >= 0 AND free_left <= free_granted), 
	CONSTRAINT fk_balances_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE TABLE holds (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	captured BIGINT NOT NULL, 
	free_items BIGINT NOT NULL, 
	token_id VARCHAR, 
	state VARCHAR NOT NULL, 
	made_at DOUBLE NOT NULL, 
	ended_at DOUBLE, 
	CONSTRAINT pk_holds PRIMARY KEY (id), 
	CONSTRAINT fk_holds_account_id FOREIGN KEY(account_id) REFERENCES accounts (id)
);
CREATE INDEX ix_holds_account_id ON holds (account_id);
CREATE TABLE ledger_entries (
	transaction_id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	book VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	CONSTRAINT pk_ledger_entries PRIMARY KEY (transaction_id, account_id, book), 
	CONSTRAINT fk_ledger_entries_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_ledger_entries_transaction_id FOREIGN KEY(transaction_id) REFERENCES ledger_transactions (id)
);
CREATE INDEX ix_ledger_entries_account_id ON ledger_entries (account_id);
CREATE TABLE tokens (
	id VARCHAR NOT NULL, 
	hash VARCHAR(64) NOT NULL, 
	kind VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	scopes VARCHAR NOT NULL, 
	session_id VARCHAR, 
	client_id VARCHAR, 
	ip VARCHAR, 
	name VARCHAR, 
	limits JSON, 
	made_at DOUBLE NOT NULL, 
	expires_at DOUBLE, 
	revoked_at DOUBLE, 
	CONSTRAINT pk_tokens PRIMARY KEY (id), 
	CONSTRAINT fk_tokens_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_tokens_hash UNIQUE (hash)
);
CREATE INDEX ix_tokens_account_id ON tokens (account_id);
CREATE INDEX ix_tokens_client ON tokens (client_id, made_at);
CREATE INDEX ix_tokens_ip ON tokens (ip, made_at);
CREATE TABLE vault (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	sha256 VARCHAR(64) NOT NULL, 
	name VARCHAR NOT NULL, 
	facts JSON NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_vault PRIMARY KEY (id), 
	CONSTRAINT fk_vault_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_vault_sha256 FOREIGN KEY(sha256) REFERENCES blobs (sha256), 
	CONSTRAINT uq_vault_account_id_sha256_kind UNIQUE (account_id, sha256, kind)
);
CREATE INDEX ix_vault_account_id ON vault (account_id);
CREATE TABLE projects (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	song_item_id VARCHAR, 
	made_at DOUBLE NOT NULL, 
	changed_at DOUBLE NOT NULL, 
	CONSTRAINT pk_projects PRIMARY KEY (id), 
	CONSTRAINT fk_projects_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_projects_song_item_id FOREIGN KEY(song_item_id) REFERENCES vault (id)
);
CREATE INDEX ix_projects_account_id ON projects (account_id);
CREATE TABLE jobs (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	project_id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	request JSON NOT NULL, 
	request_key VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	stage VARCHAR NOT NULL, 
	done DOUBLE NOT NULL, 
	total DOUBLE NOT NULL, 
	seconds_left DOUBLE, 
	result JSON, 
	error VARCHAR, 
	price BIGINT NOT NULL, 
	cancel_asked_at DOUBLE, 
	worker_id VARCHAR, 
	made_at DOUBLE NOT NULL, 
	started_at DOUBLE, 
	ended_at DOUBLE, 
	CONSTRAINT pk_jobs PRIMARY KEY (id), 
	CONSTRAINT fk_jobs_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_jobs_project_id FOREIGN KEY(project_id) REFERENCES projects (id), 
	CONSTRAINT uq_jobs_account_id_request_key UNIQUE (account_id, request_key)
);
CREATE INDEX ix_jobs_account ON jobs (account_id, made_at);
CREATE INDEX ix_jobs_project_id ON jobs (project_id);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE TABLE sessions (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	project_id VARCHAR NOT NULL, 
	language VARCHAR NOT NULL, 
	memory JSON NOT NULL, 
	made_at DOUBLE NOT NULL, 
	changed_at DOUBLE NOT NULL, 
	CONSTRAINT pk_sessions PRIMARY KEY (id), 
	CONSTRAINT fk_sessions_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_sessions_project_id FOREIGN KEY(project_id) REFERENCES projects (id)
);
CREATE INDEX ix_sessions_account_id ON sessions (account_id);
CREATE TABLE job_shots (
	job_id VARCHAR NOT NULL, 
	shot_id VARCHAR NOT NULL, 
	clip_key VARCHAR NOT NULL, 
	reused BOOLEAN NOT NULL, 
	seconds DOUBLE NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_job_shots PRIMARY KEY (job_id, shot_id), 
	CONSTRAINT fk_job_shots_job_id FOREIGN KEY(job_id) REFERENCES jobs (id)
);
CREATE TABLE turns (
	id VARCHAR NOT NULL, 
	session_id VARCHAR NOT NULL, 
	message_hash VARCHAR(64) NOT NULL, 
	text VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	reply VARCHAR, 
	job_id VARCHAR, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_turns PRIMARY KEY (id), 
	CONSTRAINT fk_turns_job_id FOREIGN KEY(job_id) REFERENCES jobs (id), 
	CONSTRAINT fk_turns_session_id FOREIGN KEY(session_id) REFERENCES sessions (id)
);
CREATE INDEX ix_turns_session ON turns (session_id, made_at);
CREATE TABLE characters (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	made_at DOUBLE NOT NULL, 
	changed_at DOUBLE NOT NULL, 
	CONSTRAINT pk_characters PRIMARY KEY (id), 
	CONSTRAINT fk_characters_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT uq_characters_account_id_name UNIQUE (account_id, name)
);
CREATE INDEX ix_characters_account_id ON characters (account_id);
CREATE TABLE character_photos (
	character_id VARCHAR NOT NULL, 
	item_id VARCHAR NOT NULL, 
	position BIGINT NOT NULL, 
	CONSTRAINT pk_character_photos PRIMARY KEY (character_id, item_id), 
	CONSTRAINT fk_character_photos_character_id FOREIGN KEY(character_id) REFERENCES characters (id), 
	CONSTRAINT fk_character_photos_item_id FOREIGN KEY(item_id) REFERENCES vault (id)
);
CREATE INDEX ix_character_photos_item_id ON character_photos (item_id);
CREATE TABLE tasks (
	id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	model VARCHAR NOT NULL, 
	asked JSON NOT NULL, 
	warnings JSON NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_tasks PRIMARY KEY (id), 
	CONSTRAINT fk_tasks_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_tasks_id FOREIGN KEY(id) REFERENCES jobs (id)
);
CREATE INDEX ix_tasks_account_id ON tasks (account_id);
CREATE TABLE callbacks (
	task_id VARCHAR NOT NULL, 
	url VARCHAR NOT NULL, 
	state VARCHAR NOT NULL, 
	tries BIGINT NOT NULL, 
	next_try_at DOUBLE NOT NULL, 
	last_status BIGINT, 
	last_error VARCHAR, 
	ended_at DOUBLE, 
	CONSTRAINT pk_callbacks PRIMARY KEY (task_id), 
	CONSTRAINT fk_callbacks_task_id FOREIGN KEY(task_id) REFERENCES tasks (id)
);
CREATE INDEX ix_holds_token ON holds (token_id, made_at);
CREATE INDEX ix_callbacks_due ON callbacks (state, next_try_at);
INSERT INTO alembic_version (version_num) VALUES ('0002');
