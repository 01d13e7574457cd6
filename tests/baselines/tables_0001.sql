BEGIN TRANSACTION;
CREATE TABLE accounts (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	metered BOOLEAN NOT NULL, 
	email VARCHAR, 
	password_hash VARCHAR, 
	merged_into VARCHAR, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_accounts PRIMARY KEY (id), 
	CONSTRAINT fk_accounts_merged_into FOREIGN KEY(merged_into) REFERENCES accounts (id), 
	CONSTRAINT uq_accounts_email UNIQUE (email)
);
INSERT INTO "accounts" VALUES('accounts-id','accounts-kind',1,'accounts-email','accounts-password_hash',NULL,1800000000.25);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0001');
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
INSERT INTO "balances" VALUES('accounts-id',10,5,3,2,4,1);
CREATE TABLE blobs (
	sha256 VARCHAR(64) NOT NULL, 
	size BIGINT NOT NULL, 
	media_type VARCHAR NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_blobs PRIMARY KEY (sha256)
);
INSERT INTO "blobs" VALUES('blobs-sha256',7,'blobs-media_type',1800000000.25);
CREATE TABLE events (
	stream_id VARCHAR NOT NULL, 
	number BIGINT NOT NULL, 
	kind VARCHAR NOT NULL, 
	body JSON NOT NULL, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_events PRIMARY KEY (stream_id, number)
);
INSERT INTO "events" VALUES('events-stream_id',7,'events-kind','{"word": "W\u00f6rter \u8bcd", "number": 1.5}',1800000000.25);
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
INSERT INTO "holds" VALUES('holds-id','accounts-id',7,7,7,'holds-token_id','holds-state',1800000000.25,1800000000.25);
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
INSERT INTO "job_shots" VALUES('jobs-id','job_shots-shot_id','job_shots-clip_key',1,1800000000.25,1800000000.25);
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
INSERT INTO "jobs" VALUES('jobs-id','accounts-id','projects-id','jobs-kind','{"word": "W\u00f6rter \u8bcd", "number": 1.5}','jobs-request_key','jobs-state','jobs-stage',1800000000.25,1800000000.25,1800000000.25,'{"word": "W\u00f6rter \u8bcd", "number": 1.5}','jobs-error',7,1800000000.25,'jobs-worker_id',1800000000.25,1800000000.25,1800000000.25);
CREATE TABLE ledger_entries (
	transaction_id VARCHAR NOT NULL, 
	account_id VARCHAR NOT NULL, 
	book VARCHAR NOT NULL, 
	amount BIGINT NOT NULL, 
	CONSTRAINT pk_ledger_entries PRIMARY KEY (transaction_id, account_id, book), 
	CONSTRAINT fk_ledger_entries_account_id FOREIGN KEY(account_id) REFERENCES accounts (id), 
	CONSTRAINT fk_ledger_entries_transaction_id FOREIGN KEY(transaction_id) REFERENCES ledger_transactions (id)
);
INSERT INTO "ledger_entries" VALUES('ledger_transactions-id','accounts-id','ledger_entries-book',7);
CREATE TABLE ledger_transactions (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	hold_id VARCHAR, 
	made_at DOUBLE NOT NULL, 
	CONSTRAINT pk_ledger_transactions PRIMARY KEY (id)
);
INSERT INTO "ledger_transactions" VALUES('ledger_transactions-id','ledger_transactions-kind','ledger_transactions-reason','ledger_transactions-hold_id',1800000000.25);
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
INSERT INTO "projects" VALUES('projects-id','accounts-id','projects-name','vault-id',1800000000.25,1800000000.25);
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
INSERT INTO "sessions" VALUES('sessions-id','accounts-id','projects-id','sessions-language','{"word": "W\u00f6rter \u8bcd", "number": 1.5}',1800000000.25,1800000000.25);
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
INSERT INTO "tokens" VALUES('tokens-id','tokens-hash','tokens-kind','accounts-id','tokens-scopes','tokens-session_id','tokens-client_id','tokens-ip','tokens-name','{"word": "W\u00f6rter \u8bcd", "number": 1.5}',1800000000.25,1800000000.25,1800000000.25);
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
INSERT INTO "turns" VALUES('turns-id','sessions-id','turns-message_hash','turns-text','turns-state','turns-reply','jobs-id',1800000000.25);
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
INSERT INTO "vault" VALUES('vault-id','accounts-id','vault-kind','blobs-sha256','vault-name','{"word": "W\u00f6rter \u8bcd", "number": 1.5}',1800000000.25);
CREATE TABLE workers (
	id VARCHAR NOT NULL, 
	host VARCHAR NOT NULL, 
	started_at DOUBLE NOT NULL, 
	seen_at DOUBLE NOT NULL, 
	CONSTRAINT pk_workers PRIMARY KEY (id)
);
INSERT INTO "workers" VALUES('workers-id','workers-host',1800000000.25,1800000000.25);
CREATE INDEX ix_ledger_transactions_hold_id ON ledger_transactions (hold_id);
CREATE INDEX ix_holds_account_id ON holds (account_id);
CREATE INDEX ix_ledger_entries_account_id ON ledger_entries (account_id);
CREATE INDEX ix_tokens_account_id ON tokens (account_id);
CREATE INDEX ix_tokens_client ON tokens (client_id, made_at);
CREATE INDEX ix_tokens_ip ON tokens (ip, made_at);
CREATE INDEX ix_vault_account_id ON vault (account_id);
CREATE INDEX ix_projects_account_id ON projects (account_id);
CREATE INDEX ix_jobs_account ON jobs (account_id, made_at);
CREATE INDEX ix_jobs_project_id ON jobs (project_id);
CREATE INDEX ix_jobs_state ON jobs (state);
CREATE INDEX ix_sessions_account_id ON sessions (account_id);
CREATE INDEX ix_turns_session ON turns (session_id, made_at);
COMMIT;
