/*
 * uncontended open|kept FILE MILLIS
 *
 * Acquires and releases the lock of FILE in a loop, and prints how many µs of CPU time each
 * turn took.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <libgen.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

static const char *path;
static const char *name;
static int directory;
static int lock;
/* As long as a record of the manager is */
static char record[128];

static void check(int failed, const char *call)
{
	if (failed) {
		perror(call);
		exit(1);
	}
}

static int open_lock(const char *file)
{
	int fd = open(file, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	check(fd < 0, file);
	return fd;
}

/* The least that a program does which keeps no descriptor */
static void open_each_time(void)
{
	int fd = open_lock(path);
	check(flock(fd, LOCK_EX | LOCK_NB), "flock");
	check(flock(fd, LOCK_UN), "flock");
	check(close(fd), "close");
}

/* Type, mode, link count, owner, ctime, inode, size and mount */
#define FIELDS (STATX_TYPE | STATX_MODE | STATX_NLINK | STATX_UID | STATX_CTIME | STATX_INO | STATX_SIZE | STATX_MNT_ID)

static void look(void)
{
	struct statx identity;
	check(statx(directory, name, AT_SYMLINK_NOFOLLOW, FIELDS, &identity), "statx");
}

/* What SingletonSnapManager asks of the kernel, call by call: keep the two in step */
static void as_the_manager(void)
{
	check(flock(lock, LOCK_EX | LOCK_NB), "flock");
	look();
	check(pwrite(lock, record, sizeof record, 0) < 0, "pwrite");

	check(pwrite(lock, "-", 1, 0) < 0, "pwrite");
	look();
	check(flock(lock, LOCK_UN), "flock");
}

static double micros(clockid_t clock)
{
	struct timespec now;
	clock_gettime(clock, &now);
	return now.tv_sec * 1e6 + now.tv_nsec / 1e3;
}

int main(int argc, char **argv)
{
	if (argc != 4)
		return 2;
	void (*acquire_and_release)(void) = strcmp(argv[1], "kept") ? open_each_time : as_the_manager;
	path = argv[2];
	name = strrchr(path, '/') + 1;
	directory = open(dirname(strdup(path)), O_PATH | O_DIRECTORY | O_CLOEXEC);
	check(directory < 0, path);
	lock = open_lock(path);
	memset(record, '*', sizeof record);

	double end = micros(CLOCK_MONOTONIC) + atoi(argv[3]) * 1e3;
	double start = micros(CLOCK_THREAD_CPUTIME_ID);
	long count = 0;
	while (micros(CLOCK_MONOTONIC) < end) {
		for (int i = 0; i < 100; i++)
			acquire_and_release();
		count += 100;
	}
	printf("%f\n", (micros(CLOCK_THREAD_CPUTIME_ID) - start) / count);
	return 0;
}
