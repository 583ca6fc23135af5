/*
 * The load of the capacity rows: a scripted Chat Completions provider and a crowd of readers in one process and one
 * thread, so that both ends of every token are timed by one clock and cost little beside the server between them.
 *
 * It obeys lines on stdin and answers with lines on stdout:
 *
 *   (start)                         -> provider PORT
 *   target PORT [PORT …]            where the nodes of the server under test listen. People are spread over them as a balancer without
 *                                   memory would: requests to one in turn, the socket to one in another turn
 *   user TOKEN                      opens a socket for a signed-in person        -> ready
 *   token INDEX TOKEN               what that person shows from now on
 *   streams N RATE TOKENS RAMP      keeps N more answers of up to TOKENS tokens running at RATE a second, begun RAMP a
 *                                   second; one that ends is followed by another of TOKENS
 *   direct N RATE TOKENS RAMP       the same against the provider itself, with nothing in between: the zero line
 *   window                          forgets what was counted
 *   report                          -> {"running":…}: what was counted since
 *   finish                          begins no more answers; those that run come to their end
 *   stop                            begins no more answers and hangs up
 *   first ROUNDS                    the last user's short answers one at a time, beside whatever runs, direct and through the server in turn
 *                                   -> {"direct":[…],"through":[…],"answered":[…]}: microseconds to the first token, and to the 201
 *
 * Times are microseconds of CLOCK_MONOTONIC. Built by bench/lib/load.ts with `cc -O2`.
 */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

typedef int64_t i64;
enum { MAX_STREAMS = 8192, MAX_USERS = 1024, RING = 1024, SLOTS = 4096, BUCKETS = 200000, CHANNELS = 1 << 17 };
typedef enum { FD_STDIN, FD_LISTEN, FD_PROVIDER, FD_SOCKET, FD_HTTP, FD_DIRECT } Kind;

typedef struct { char *data; size_t from, to, cap; } Buffer;
typedef struct Stream Stream;
typedef struct User User;

typedef struct Conn {
  Kind kind;
  int fd, broken, wants_write;
  Buffer in, out;
  Stream *stream; /* provider: the answer being written; direct: the one being read */
  User *user;
  int upgraded;
} Conn;

struct Stream {
  int index, user, direct, open, in_slot;
  i64 asked_at, first_at, last_at, answered_at; /* the reader's side */
  i64 got, last_seq;
  char turn[37];
  Conn *direct_conn;
  Conn *writer; /* the provider's side */
  i64 began_at, written, total;
  double interval;
  i64 sent_at[RING];
  Stream *next_in_slot;
};

struct User {
  char token[2048];
  Conn *socket, *http;
  int http_port;
  char post[8192]; /* the request that is on its way, to be sent again when a rested connection was closed under it */
  size_t post_bytes;
  int post_again;
  Buffer message; /* the fragments of one message so far */
  Stream *waiting[64]; /* posts in order: the first one is on its way */
  int waiting_count;
  Stream **channels;
};

static i64 now_us(void) { struct timespec t; clock_gettime(CLOCK_MONOTONIC, &t); return (i64)t.tv_sec * 1000000 + t.tv_nsec / 1000; }
static void die(const char *what) { fprintf(stderr, "load: %s: %s\n", what, strerror(errno)); exit(1); }

/* --- counting ------------------------------------------------------------------------------------------------- */

/* A histogram of 10 us buckets up to 2 s: exact enough for every gate, and cheap per token. */
typedef struct { uint32_t bucket[BUCKETS]; i64 count, max; } Histogram;
static Histogram gaps, delays, firsts, lags;
static i64 generated, received, bytes_read, disorder, failures, ends, refused;

static void record(Histogram *h, i64 us) {
  if (us < 0) us = 0;
  i64 at = us / 10;
  h->bucket[at < BUCKETS ? at : BUCKETS - 1]++;
  h->count++;
  if (us > h->max) h->max = us;
}
static i64 quantile(const Histogram *h, double share) {
  i64 rank = (i64)(share * (double)h->count), seen = 0;
  if (h->count == 0) return -1;
  for (int at = 0; at < BUCKETS; at++) { seen += h->bucket[at]; if (seen > rank) return at * 10 + 5; }
  return h->max;
}
static void clear(Histogram *h) { memset(h, 0, sizeof *h); }

/* --- buffers and connections ---------------------------------------------------------------------------------- */

enum { MAX_TARGETS = 8 };
static int epfd, provider_port, target_ports[MAX_TARGETS], target_count;
static Stream streams[MAX_STREAMS];
static int stream_count;
static User users[MAX_USERS];
static int user_count;
static int running_goal, running_started, running_direct, hang_up;
static double running_rate; static i64 running_tokens; static double running_ramp; static i64 running_since;

static void reserve(Buffer *b, size_t more) {
  if (b->from == b->to) b->from = b->to = 0;
  if (b->to + more <= b->cap) return;
  if (b->from > 0) { memmove(b->data, b->data + b->from, b->to - b->from); b->to -= b->from; b->from = 0; }
  if (b->to + more <= b->cap) return;
  b->cap = (b->to + more) * 2;
  b->data = realloc(b->data, b->cap);
  if (!b->data) die("memory");
}
static void put(Buffer *b, const void *data, size_t n) { reserve(b, n); memcpy(b->data + b->to, data, n); b->to += n; }

static void watch(Conn *c) {
  struct epoll_event e = {.events = EPOLLIN | (c->wants_write ? EPOLLOUT : 0), .data.ptr = c};
  epoll_ctl(epfd, EPOLL_CTL_MOD, c->fd, &e);
}
static Conn *new_conn(int fd, Kind kind) {
  Conn *c = calloc(1, sizeof *c);
  c->fd = fd; c->kind = kind;
  struct epoll_event e = {.events = EPOLLIN, .data.ptr = c};
  epoll_ctl(epfd, EPOLL_CTL_ADD, fd, &e);
  return c;
}
static Conn *dial(int port, Kind kind) {
  int fd = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_port = htons((uint16_t)port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  if (fd < 0 || connect(fd, (struct sockaddr *)&a, sizeof a) < 0) die("connect");
  setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
  fcntl(fd, F_SETFL, O_NONBLOCK);
  return new_conn(fd, kind);
}
/* Connections are few and the run is short: a broken one is left to the end of the process, so no event meets freed memory. */
static void hang(Conn *c) {
  if (c->broken) return;
  c->broken = 1;
  if (c->kind == FD_PROVIDER && c->stream && c->stream->writer == c) c->stream->writer = NULL;
  epoll_ctl(epfd, EPOLL_CTL_DEL, c->fd, NULL);
  close(c->fd);
  free(c->in.data); free(c->out.data);
  memset(&c->in, 0, sizeof c->in); memset(&c->out, 0, sizeof c->out);
}
static void flush(Conn *c) {
  while (!c->broken && c->out.from < c->out.to) {
    ssize_t n = send(c->fd, c->out.data + c->out.from, c->out.to - c->out.from, MSG_NOSIGNAL);
    if (n > 0) { c->out.from += (size_t)n; continue; }
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) { if (!c->wants_write) { c->wants_write = 1; watch(c); } return; }
    hang(c);
    return;
  }
  if (!c->broken && c->wants_write) { c->wants_write = 0; watch(c); }
}
static void say(Conn *c, const void *data, size_t n) { if (!c->broken) { put(&c->out, data, n); flush(c); } }

/* --- the provider --------------------------------------------------------------------------------------------- */

static Stream *slots[SLOTS];
static i64 slot_ms;

static void schedule(Stream *s, i64 at_us) {
  i64 ms = at_us / 1000;
  if (ms <= slot_ms) ms = slot_ms + 1;
  if (ms - slot_ms >= SLOTS) ms = slot_ms + SLOTS - 1;
  s->next_in_slot = slots[ms % SLOTS];
  slots[ms % SLOTS] = s;
  s->in_slot = 1;
}
static void chunk(Conn *c, const char *json, int n) {
  char head[16];
  int h = snprintf(head, sizeof head, "%x\r\n", n + 8);
  put(&c->out, head, (size_t)h); put(&c->out, "data: ", 6); put(&c->out, json, (size_t)n); put(&c->out, "\n\n\r\n", 4);
}
#define SHELL "{\"id\":\"chatcmpl-load\",\"object\":\"chat.completion.chunk\",\"created\":1767225600,\"model\":\"fake\",\"system_fingerprint\":\"fp_load\",\"choices\":[{\"index\":0,\"delta\":%s,\"logprobs\":null,\"finish_reason\":%s}]}"

/* Writes what is due; a late round writes several tokens and counts how late each was. */
static void write_due(Stream *s, i64 now) {
  char json[512], delta[64];
  Conn *c = s->writer;
  if (!c || c->broken) return;
  for (;;) {
    if (s->written == s->total) {
      int n = snprintf(json, sizeof json, SHELL, "{}", "\"stop\"");
      chunk(c, json, n);
      chunk(c, "[DONE]", 6);
      put(&c->out, "0\r\n\r\n", 5);
      s->writer = NULL; c->stream = NULL;
      flush(c);
      return;
    }
    i64 due = s->began_at + (i64)((double)s->written * s->interval);
    if (due > now) { flush(c); schedule(s, due); return; }
    s->written++;
    snprintf(delta, sizeof delta, "{\"content\":\" w%03d\"}", (int)(s->written % 1000));
    int n = snprintf(json, sizeof json, SHELL, delta, "null");
    chunk(c, json, n);
    s->sent_at[s->written % RING] = now;
    generated++;
    if (s->interval > 0) record(&lags, now - due);
  }
}
static void tick(i64 now) {
  while (slot_ms < now / 1000) {
    slot_ms++;
    Stream *s = slots[slot_ms % SLOTS];
    slots[slot_ms % SLOTS] = NULL;
    while (s) { Stream *next = s->next_in_slot; s->in_slot = 0; write_due(s, now); s = next; }
  }
}
/* One request for an answer; its prompt says `[[load i=STREAM tokens=N interval=US]]`. */
static void answer_request(Conn *c, const char *body, size_t n, i64 now) {
  static const char head[] = "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncache-control: no-cache\r\ntransfer-encoding: chunked\r\n\r\n";
  const char *script = memmem(body, n, "[[load i=", 9);
  int index, tokens, interval;
  if (!script || sscanf(script, "[[load i=%d tokens=%d interval=%d", &index, &tokens, &interval) != 3 || index < 0 || index >= MAX_STREAMS) {
    static const char no[] = "HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n";
    say(c, no, sizeof no - 1);
    return;
  }
  Stream *s = &streams[index];
  char json[512];
  s->writer = c; c->stream = s;
  s->written = 0; s->total = tokens; s->interval = interval; s->began_at = now;
  put(&c->out, head, sizeof head - 1);
  int m = snprintf(json, sizeof json, SHELL, "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null}", "null");
  chunk(c, json, m);
  if (!s->in_slot) write_due(s, now);
}
/* The body of the next whole HTTP message, or NULL when more must come. `*used` covers head and body. */
static const char *http_body(Buffer *b, size_t *body_bytes, size_t *used) {
  char *at = b->data + b->from;
  size_t n = b->to - b->from;
  char *end = memmem(at, n, "\r\n\r\n", 4);
  if (!end) return NULL;
  size_t head = (size_t)(end - at) + 4, length = 0;
  int chunked = 0;
  for (char *line = at; line < end; line = memchr(line, '\n', (size_t)(end + 2 - line)) + 1) {
    if (!strncasecmp(line, "content-length:", 15)) length = strtoul(line + 15, NULL, 10);
    if (!strncasecmp(line, "transfer-encoding: chunked", 26)) chunked = 1;
  }
  if (chunked) {
    char *last = memmem(at + head, n - head, "\r\n0\r\n\r\n", 7);
    if (!last) return NULL;
    length = (size_t)(last - (at + head)) + 7;
  }
  if (n < head + length) return NULL;
  *body_bytes = length; *used = head + length;
  return at + head;
}
static void provider_reads(Conn *c, i64 now) {
  size_t n, used;
  const char *body;
  while (!c->broken && (body = http_body(&c->in, &n, &used))) { c->in.from += used; answer_request(c, body, n, now); }
}

/* --- the readers ---------------------------------------------------------------------------------------------- */

static void uuid7(char *out) {
  unsigned char r[16];
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  i64 ms = (i64)t.tv_sec * 1000 + t.tv_nsec / 1000000;
  if (getrandom(r, sizeof r, 0) != sizeof r) die("getrandom");
  for (int i = 0; i < 6; i++) r[i] = (unsigned char)(ms >> (40 - 8 * i));
  r[6] = (unsigned char)((r[6] & 15) | 0x70); r[8] = (unsigned char)((r[8] & 63) | 0x80);
  sprintf(out, "%02x%02x%02x%02x-%02x%02x-%02x%02x-%02x%02x-%02x%02x%02x%02x%02x%02x", r[0], r[1], r[2], r[3], r[4], r[5], r[6], r[7],
          r[8], r[9], r[10], r[11], r[12], r[13], r[14], r[15]);
}
static void socket_text(Conn *c, const char *text, size_t n) {
  unsigned char head[8] = {0x81};
  size_t h = 2;
  if (n < 126) head[1] = (unsigned char)(0x80 | n);
  else { head[1] = 0x80 | 126; head[2] = (unsigned char)(n >> 8); head[3] = (unsigned char)n; h = 4; }
  unsigned char mask[4] = {0}; /* a mask of zeros is a mask, and leaves the text as it is */
  put(&c->out, head, h); put(&c->out, mask, 4); put(&c->out, text, n);
  flush(c);
}
/* A server closes connections that have rested a while. The same ids twice are one turn. */
static void post(User *u) {
  if (u->http->broken) { u->http = dial(u->http_port, FD_HTTP); u->http->user = u; }
  put(&u->http->out, u->post, u->post_bytes);
  flush(u->http);
}
static void post_next(User *u) {
  char body[1024], head[4096], conversation[37], message[37], answer[37];
  Stream *s = u->waiting[0];
  uuid7(conversation); uuid7(message); uuid7(answer); uuid7(s->turn);
  int n = snprintf(body, sizeof body,
                   "{\"kind\":\"send\",\"turnId\":\"%s\",\"answerId\":\"%s\",\"userMessageId\":\"%s\",\"parentId\":null,\"model\":{\"endpoint\":\"openAI\",\"id\":\"fake\"},"
                   "\"parts\":[{\"type\":\"text\",\"text\":\"[[load i=%d tokens=%d interval=%d]]\"}],\"create\":{}}",
                   s->turn, answer, message, s->index, (int)s->total, (int)s->interval);
  int h = snprintf(head, sizeof head,
                   "POST /api/conversations/%s/turns HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer %s\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n",
                   conversation, u->token, n);
  s->asked_at = now_us();
  memcpy(u->post, head, (size_t)h); memcpy(u->post + h, body, (size_t)n);
  u->post_bytes = (size_t)(h + n); u->post_again = 0;
  post(u);
}
static void ask(Stream *s, i64 tokens, double interval) {
  s->open = 1; s->got = 0; s->first_at = s->last_at = s->answered_at = 0; s->last_seq = -1;
  s->total = tokens; s->interval = interval;
  s->asked_at = now_us(); /* again when it is posted: until then it waits for its person's connection */
  if (!s->direct) {
    User *u = &users[s->user];
    u->waiting[u->waiting_count++] = s;
    if (u->waiting_count == 1) post_next(u);
    return;
  }
  char body[512], head[1024];
  if (!s->direct_conn || s->direct_conn->broken) { s->direct_conn = dial(provider_port, FD_DIRECT); s->direct_conn->stream = s; }
  int n = snprintf(body, sizeof body, "{\"model\":\"fake\",\"stream\":true,\"messages\":[{\"role\":\"user\",\"content\":\"[[load i=%d tokens=%d interval=%d]]\"}]}",
                   s->index, (int)tokens, (int)interval);
  int h = snprintf(head, sizeof head, "POST /v1/chat/completions HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\ncontent-length: %d\r\n\r\n", n);
  s->asked_at = now_us();
  put(&s->direct_conn->out, head, (size_t)h); put(&s->direct_conn->out, body, (size_t)n);
  flush(s->direct_conn);
}

static int first_rounds, first_done, first_base; /* the `first` command: two streams of its own in turn, direct and through */
static double *first_direct, *first_through, *first_posts;

static void first_next(void) {
  if (first_done == 2 * first_rounds) {
    printf("{\"direct\":[");
    for (int i = 0; i < first_rounds; i++) printf("%s%.0f", i ? "," : "", first_direct[i]);
    printf("],\"through\":[");
    for (int i = 0; i < first_rounds; i++) printf("%s%.0f", i ? "," : "", first_through[i]);
    printf("],\"answered\":[");
    for (int i = 0; i < first_rounds; i++) printf("%s%.0f", i ? "," : "", first_posts[i]);
    printf("]}\n"); fflush(stdout);
    first_rounds = 0;
    return;
  }
  ask(&streams[first_base + first_done % 2], 2, 0);
}
static void ended(Stream *s) {
  s->open = 0;
  ends++;
  if (first_rounds && s->index >= first_base) {
    (s->direct ? first_direct : first_through)[first_done / 2] = (double)(s->first_at - s->asked_at);
    if (!s->direct) first_posts[first_done / 2] = (double)(s->answered_at - s->asked_at);
    first_done++;
    first_next();
    return;
  }
  if (s->got != s->total) failures++;
  if (!hang_up) ask(s, running_tokens, 1e6 / running_rate);
}
static void delivered(Stream *s, i64 now) {
  s->got++; received++;
  record(&delays, now - s->sent_at[s->got % RING]);
  if (s->first_at == 0) { s->first_at = now; record(&firsts, now - s->asked_at); }
  else if (now != s->last_at) record(&gaps, now - s->last_at);
  s->last_at = now;
}
/* A line of the protocol: `[channel,seq,…` is an event, everything else a frame of JSON. */
static void socket_line(User *u, const char *line, size_t n, i64 now) {
  if (n == 0) return;
  if (line[0] == '[') {
    char *end;
    long channel = strtol(line + 1, &end, 10);
    long seq = strtol(end + 1, NULL, 10);
    Stream *s = channel > 0 && channel < CHANNELS ? u->channels[channel] : NULL;
    if (!s) return;
    if (s->last_seq >= 0 && seq != s->last_seq + 1) disorder++;
    s->last_seq = seq;
    if (memmem(line, n < 48 ? n : 48, "\"text-delta\"", 12)) delivered(s, now);
    else if (memmem(line, n, "\"turn-end\"", 10)) { u->channels[channel] = NULL; ended(s); }
    return;
  }
  if (memmem(line, n, "\"welcome\"", 9)) { printf("ready\n"); fflush(stdout); return; }
  if (memmem(line, n, "\"type\":\"ping\"", 13)) { socket_text(u->socket, "{\"type\":\"pong\"}", 15); return; }
  const char *topic = memmem(line, n, "turn:", 5), *channel = memmem(line, n, "\"channel\":", 10);
  if (!topic) return;
  for (int i = 0; i < stream_count; i++) {
    Stream *s = &streams[i];
    if (!s->open || s->direct || memcmp(s->turn, topic + 5, 36)) continue;
    long number = channel ? strtol(channel + 10, NULL, 10) : 0;
    if (number > 0 && number < CHANNELS) u->channels[number] = s;
    else { refused++; ended(s); }
    return;
  }
}
static void socket_reads(Conn *c, i64 now) {
  Buffer *b = &c->in;
  if (!c->upgraded) {
    char *end = memmem(b->data + b->from, b->to - b->from, "\r\n\r\n", 4);
    if (!end) return;
    if (memcmp(b->data + b->from + 9, "101", 3)) die("the upgrade was refused");
    b->from = (size_t)(end + 4 - b->data);
    c->upgraded = 1;
    char hello[4096];
    int n = snprintf(hello, sizeof hello, "{\"type\":\"hello\",\"protocol\":1,\"token\":\"%s\",\"topics\":[]}", c->user->token);
    socket_text(c, hello, (size_t)n);
  }
  while (!c->broken && b->to - b->from >= 2) {
    unsigned char *p = (unsigned char *)b->data + b->from;
    size_t have = b->to - b->from, n = p[1] & 127, head = 2;
    if (n == 126) { if (have < 4) return; n = (size_t)p[2] << 8 | p[3]; head = 4; }
    else if (n == 127) { if (have < 10) return; n = 0; for (int i = 2; i < 10; i++) n = n << 8 | p[i]; head = 10; }
    if (have < head + n) return;
    int opcode = p[0] & 15;
    bytes_read += (i64)(head + n);
    if (opcode == 8) { failures++; hang(c); return; }
    if (opcode < 2) {
      char *at = (char *)p + head, *stop = at + n;
      Buffer *m = &c->user->message;
      int final = p[0] >> 7;
      /* A long message comes in fragments: lines are only whole when it is. */
      if (!final || opcode == 0) {
        put(m, at, n);
        at = m->data + m->from; stop = final ? m->data + m->to : at;
      }
      while (at < stop) {
        char *nl = memchr(at, '\n', (size_t)(stop - at));
        char *line_end = nl ? nl : stop;
        socket_line(c->user, at, (size_t)(line_end - at), now);
        at = line_end + 1;
      }
      if (final) m->from = m->to = 0;
    }
    b->from += head + n;
  }
}
static void http_reads(Conn *c, i64 now) {
  size_t n, used;
  while (!c->broken && http_body(&c->in, &n, &used)) {
    User *u = c->user;
    /* What comes unasked for says that the connection rested too long; it is closed next. */
    if (u->waiting_count == 0) { c->in.from += used; continue; }
    Stream *s = u->waiting[0];
    int status = atoi(c->in.data + c->in.from + 9);
    c->in.from += used;
    memmove(u->waiting, u->waiting + 1, sizeof *u->waiting * (size_t)(--u->waiting_count));
    s->answered_at = now;
    if (status == 201) {
      char frame[160];
      int m = snprintf(frame, sizeof frame, "{\"type\":\"subscribe\",\"topics\":[{\"topic\":\"turn:%s\",\"cursor\":0}]}", s->turn);
      socket_text(u->socket, frame, (size_t)m);
    } else {
      if (refused++ < 3) fprintf(stderr, "load: a turn was refused with %d\n", status);
      s->open = 0;
    }
    if (u->waiting_count > 0) post_next(u);
  }
}
static void direct_reads(Conn *c, i64 now) {
  Stream *s = c->stream;
  for (;;) {
    char *at = c->in.data + c->in.from, *nl = memchr(at, '\n', c->in.to - c->in.from);
    if (!nl) return;
    size_t n = (size_t)(nl - at);
    c->in.from += n + 1;
    bytes_read += (i64)n + 1;
    if (memmem(at, n, "{\"content\":\" ", 13)) delivered(s, now);
    else if (n >= 12 && !memcmp(at, "data: [DONE]", 12)) ended(s);
  }
}

/* --- commands ------------------------------------------------------------------------------------------------- */

static void add_user(const char *token) {
  int index = user_count++;
  User *u = &users[index];
  snprintf(u->token, sizeof u->token, "%s", token);
  u->channels = calloc(CHANNELS, sizeof *u->channels);
  u->http_port = target_ports[index % target_count];
  u->http = dial(u->http_port, FD_HTTP); u->http->user = u;
  u->socket = dial(target_ports[index / target_count % target_count], FD_SOCKET); u->socket->user = u;
  static const char up[] = "GET /api/realtime HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: Upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\nsec-websocket-key: bG9hZGxvYWRsb2FkbG9hZA==\r\n\r\n";
  say(u->socket, up, sizeof up - 1);
}
static void make_stream(int direct) {
  Stream *s = &streams[stream_count];
  memset(s, 0, sizeof *s);
  s->index = stream_count++;
  s->direct = direct;
  s->user = user_count > 1 ? s->index % (user_count - 1) : 0;
}
/* Begins the streams that are due by the ramp. */
static void ramp(i64 now) {
  while (running_started < running_goal && (double)(now - running_since) * running_ramp / 1e6 >= running_started) {
    make_stream(running_direct);
    running_started++;
    /* First answers of different lengths, so that later ones begin evenly over time. */
    ask(&streams[stream_count - 1], running_tokens * (1 + running_started % 10) / 10, 1e6 / running_rate);
  }
}
static void report(void) {
  int open = 0;
  i64 now = now_us(), silent = 0;
  for (int i = 0; i < stream_count; i++) {
    if (!streams[i].open) continue;
    open++;
    i64 since = streams[i].last_at ? streams[i].last_at : streams[i].asked_at;
    if (now - since > silent) silent = now - since;
  }
  printf("{\"running\":%d,\"generated\":%lld,\"received\":%lld,\"bytes\":%lld,\"ended\":%lld,\"refused\":%lld,\"failures\":%lld,\"disorder\":%lld,\"silent\":%lld,"
         "\"gap\":[%lld,%lld,%lld],\"delay\":[%lld,%lld],\"first\":[%lld,%lld],\"firsts\":%lld,\"lag\":[%lld,%lld]}\n",
         open, (long long)generated, (long long)received, (long long)bytes_read, (long long)ends, (long long)refused, (long long)failures, (long long)disorder,
         (long long)silent, (long long)quantile(&gaps, .5), (long long)quantile(&gaps, .99), (long long)gaps.max, (long long)quantile(&delays, .5),
         (long long)quantile(&delays, .99), (long long)quantile(&firsts, .5), (long long)quantile(&firsts, .99), (long long)firsts.count,
         (long long)quantile(&lags, .5), (long long)quantile(&lags, .99));
  fflush(stdout);
}
static void stop_all(void) {
  hang_up = 1;
  running_goal = 0;
  for (int i = 0; i < stream_count; i++) {
    if (streams[i].writer) hang(streams[i].writer);
    if (streams[i].direct_conn) hang(streams[i].direct_conn);
    streams[i].open = 0;
  }
  for (int i = 0; i < user_count; i++) { hang(users[i].socket); hang(users[i].http); free(users[i].channels); free(users[i].message.data); }
  /* Slots hold streams by address: they must not outlive them. */
  memset(slots, 0, sizeof slots);
  stream_count = user_count = running_started = 0;
  memset(users, 0, sizeof users);
  printf("stopped\n"); fflush(stdout);
}
static void set_targets(const char *ports) {
  char *end;
  target_count = 0;
  for (long port; target_count < MAX_TARGETS && (port = strtol(ports, &end, 10)) > 0; ports = end) target_ports[target_count++] = (int)port;
}
static void obey(char *line) {
  static char token[2048];
  int n, rounds; double rate, per_second; long long tokens;
  if (!strncmp(line, "target ", 7)) { set_targets(line + 7); return; }
  if (sscanf(line, "token %d %2047s", &n, token) == 2) {
    if (n < 0 || n >= user_count) return;
    char frame[4096];
    int m = snprintf(frame, sizeof frame, "{\"type\":\"auth\",\"token\":\"%s\"}", token);
    snprintf(users[n].token, sizeof users[n].token, "%s", token);
    socket_text(users[n].socket, frame, (size_t)m); /* a socket lives no longer than the token it was shown */
    return;
  }
  if (sscanf(line, "user %2047s", token) == 1) { add_user(token); return; }
  if (!strncmp(line, "window", 6)) {
    clear(&gaps); clear(&delays); clear(&firsts); clear(&lags);
    generated = received = bytes_read = disorder = failures = ends = refused = 0;
    return;
  }
  if (!strncmp(line, "report", 6)) { report(); return; }
  if (!strncmp(line, "finish", 6)) { hang_up = 1; running_goal = running_started = 0; return; }
  if (!strncmp(line, "stop", 4)) { stop_all(); return; }
  if (sscanf(line, "first %d", &rounds) == 1) {
    first_rounds = rounds; first_done = 0; hang_up = 0;
    first_direct = calloc((size_t)rounds, sizeof(double)); first_through = calloc((size_t)rounds, sizeof(double)); first_posts = calloc((size_t)rounds, sizeof(double));
    first_base = stream_count;
    make_stream(1); make_stream(0);
    streams[first_base + 1].user = user_count - 1; /* somebody with nothing else to do */
    first_next();
    return;
  }
  running_direct = !strncmp(line, "direct", 6);
  if (sscanf(line, running_direct ? "direct %d %lf %lld %lf" : "streams %d %lf %lld %lf", &n, &rate, &tokens, &per_second) == 4 && n <= MAX_STREAMS) {
    running_goal = n; running_rate = rate; running_tokens = tokens; running_ramp = per_second;
    running_started = 0; running_since = now_us(); hang_up = 0;
    return;
  }
  fprintf(stderr, "load: unknown line: %s\n", line);
  exit(1);
}

static void reads(Conn *c, i64 now) {
  for (;;) {
    reserve(&c->in, 65536);
    ssize_t n = read(c->fd, c->in.data + c->in.to, c->in.cap - c->in.to);
    if (n < 0 && (errno == EAGAIN || errno == EWOULDBLOCK)) return;
    if (n <= 0) {
      if (c->kind == FD_STDIN) exit(0);
      int asking = c->kind == FD_HTTP && c->user->waiting_count > 0 && !hang_up, again = asking && c->user->post_again++ < 3;
      if (c->kind != FD_PROVIDER && !hang_up && (c->kind != FD_HTTP || (asking && !again))) failures++;
      hang(c);
      if (again) post(c->user);
      return;
    }
    int whole = c->in.to + (size_t)n == c->in.cap;
    c->in.to += (size_t)n;
    if (c->kind == FD_PROVIDER) provider_reads(c, now);
    else if (c->kind == FD_SOCKET) socket_reads(c, now);
    else if (c->kind == FD_HTTP) http_reads(c, now);
    else if (c->kind == FD_DIRECT) direct_reads(c, now);
    else {
      char *nl;
      while ((nl = memchr(c->in.data + c->in.from, '\n', c->in.to - c->in.from))) {
        char *line = c->in.data + c->in.from;
        *nl = 0;
        c->in.from = (size_t)(nl + 1 - c->in.data);
        obey(line);
      }
    }
    if (c->broken || !whole) return;
  }
}

int main(void) {
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof a;
  int listener = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  if (listener < 0 || bind(listener, (struct sockaddr *)&a, sizeof a) < 0 || listen(listener, 1024) < 0) die("listen");
  getsockname(listener, (struct sockaddr *)&a, &size);
  provider_port = ntohs(a.sin_port);
  epfd = epoll_create1(0);
  fcntl(listener, F_SETFL, O_NONBLOCK);
  fcntl(0, F_SETFL, O_NONBLOCK);
  Conn *door = new_conn(listener, FD_LISTEN);
  new_conn(0, FD_STDIN);
  slot_ms = now_us() / 1000;
  printf("provider %d\n", provider_port); fflush(stdout);

  struct epoll_event events[512];
  for (;;) {
    int n = epoll_wait(epfd, events, 512, 1);
    for (int i = 0; i < n; i++) {
      Conn *c = events[i].data.ptr;
      if (c == door) {
        int fd;
        while ((fd = accept4(listener, NULL, NULL, SOCK_NONBLOCK)) >= 0) {
          setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
          new_conn(fd, FD_PROVIDER);
        }
        continue;
      }
      if (c->broken) continue;
      if (events[i].events & EPOLLOUT) flush(c);
      if (!c->broken && events[i].events & (EPOLLIN | EPOLLHUP | EPOLLERR)) reads(c, now_us());
    }
    i64 now = now_us();
    tick(now);
    ramp(now);
  }
}
