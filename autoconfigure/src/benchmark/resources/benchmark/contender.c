/*
 * contender FILE [GATE]
 *
 * Told "START END HOLD PAUSE WORK" (ns, the first two of CLOCK_MONOTONIC), it acquires the lock
 * of FILE, holds it for HOLD, releases it, pauses for PAUSE, and again until END. While it holds
 * the lock it computes, or sleeps if WORK is 0. Then it prints when it acquired and released the
 * lock each time, and "done". Blocks in flock(2), first for the gate if there is one.
 */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <time.h>

struct hold {
	long long acquired, released;
};

static void check(int failed, const char *call)
{
	if (failed) {
		perror(call);
		exit(1);
	}
}

static long long now(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000LL + now.tv_nsec;
}

static void pause_for(long long nanos)
{
	struct timespec pause = { nanos / 1000000000LL, nanos % 1000000000LL };
	if (nanos > 0)
		nanosleep(&pause, NULL);
}

static void compute_for(long long nanos)
{
	long long end = now() + nanos;
	while (now() < end)
		;
}

static int open_lock(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	check(fd < 0, path);
	return fd;
}

int main(int argc, char **argv)
{
	if (argc < 2)
		return 2;
	int lock = open_lock(argv[1]);
	int gate = (argc > 2) ? open_lock(argv[2]) : -1;
	long long start, end, hold, pause, work;

	puts("ready");
	fflush(stdout);
	while (scanf("%lld %lld %lld %lld %lld", &start, &end, &hold, &pause, &work) == 5) {
		struct hold *holds = calloc((end - start) / hold + 2, sizeof *holds);
		struct hold *last = holds;
		check(holds == NULL, "calloc");
		pause_for(start - now());
		while (now() < end) {
			if (gate >= 0)
				check(flock(gate, LOCK_EX), "flock");
			check(flock(lock, LOCK_EX), "flock");
			if (gate >= 0)
				check(flock(gate, LOCK_UN), "flock");
			last->acquired = now();
			if (work)
				compute_for(hold);
			else
				pause_for(hold);
			last->released = now();
			check(flock(lock, LOCK_UN), "flock");
			last++;
			pause_for(pause);
		}
		for (struct hold *h = holds; h < last; h++)
			printf("%lld %lld\n", h->acquired, h->released);
		puts("done");
		fflush(stdout);
		free(holds);
	}
	return 0;
}
