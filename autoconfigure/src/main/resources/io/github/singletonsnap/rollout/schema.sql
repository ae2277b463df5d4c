-- One row is one permit: the rows of a group are its limit
CREATE TABLE IF NOT EXISTS singleton_snap_rollout (
    group_name VARCHAR(64) NOT NULL,
    slot INTEGER NOT NULL,
    machine VARCHAR(255),
    unit_name VARCHAR(255),
    since TIMESTAMP WITH TIME ZONE,
    fence BIGINT DEFAULT 0 NOT NULL,
    PRIMARY KEY (group_name, slot)
);
-- A machine has one permit of a group at most, whatever answers are late
CREATE UNIQUE INDEX IF NOT EXISTS singleton_snap_rollout_machine ON singleton_snap_rollout (group_name, machine);
