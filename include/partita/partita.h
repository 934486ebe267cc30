/* partita.h: Partita as a library, in C11. See docs/library.md for a guide and examples/embed for whole programs.
 *
 * The way: a client (the devices), a program (StableHLO text), a plan (the program cut for a mesh of devices), an
 * executable (the plan compiled), buffers (arrays on devices), executions.
 *
 * Status: functions that can fail return a partita_status*: NULL is success, anything else is the caller's to read and
 * to destroy. On failure what an out-parameter points to is set to NULL where it is a handle, and left as it was where
 * it is not. No C++ exception leaves a function.
 *
 * Handles: each that a function gives is the caller's, to be destroyed once with the function of its type; destroying
 * NULL does nothing. A handle keeps what it needs: a client may be destroyed before its buffers, a program before its
 * plan. Strings and arrays that a function gives live as long as the handle they came from.
 *
 * Structs: options and results that may grow begin with `size`: set it to sizeof of the struct, and zero the rest. The
 * library reads and writes no more than that, and takes what is missing as zero.
 *
 * Threads: every function may be called from any thread, at the same time, on the same handle; a handle must not be
 * destroyed while another thread is in a call with it. Callbacks come from threads of the library: they must return
 * soon, must not throw, and may call functions that do not wait (partita_event_await, partita_buffer_to_host,
 * partita_execute and compiling may).
 *
 * Processes: one that has made a client must not use the library in a child made by fork().
 *
 * Versions: while PARTITA_API_VERSION is 0, anything may change from one release to the next. From 1 on functions,
 * enumerators and fields are only added.
 */
#ifndef PARTITA_PARTITA_H_
#define PARTITA_PARTITA_H_

#include <stddef.h>
#include <stdint.h>

/* The version of this header; partita_api_version() is that of the library. A program checks that they are equal. */
#define PARTITA_API_VERSION 0

#if defined(__GNUC__)
#define PARTITA_API __attribute__((visibility("default")))
#else
#define PARTITA_API
#endif

/* C++ may not hold a number in an enum that its enumerators' bits cannot, such as one of a newer library. */
#ifdef __cplusplus
#define PARTITA_ENUM_OF_INT32 : int32_t
extern "C" {
#else
#define PARTITA_ENUM_OF_INT32
#endif

PARTITA_API int32_t partita_api_version(void);
/* "0.1.0". Static. */
PARTITA_API const char* partita_version(void);

/* ---- status ---- */

typedef struct partita_status partita_status;

/* The numbers are gRPC's. */
typedef enum partita_code PARTITA_ENUM_OF_INT32 {
  PARTITA_OK = 0,
  PARTITA_CANCELLED = 1,
  PARTITA_UNKNOWN = 2,
  PARTITA_INVALID_ARGUMENT = 3,    /* the input is wrong: mend it */
  PARTITA_DEADLINE_EXCEEDED = 4,   /* a peer is stuck */
  PARTITA_NOT_FOUND = 5,           /* a file or name does not exist */
  PARTITA_RESOURCE_EXHAUSTED = 8,  /* needs more memory than there is */
  PARTITA_FAILED_PRECONDITION = 9, /* fix the state first: a buffer that is gone, a plan for other devices */
  PARTITA_ABORTED = 10,            /* a peer failed: restart the job */
  PARTITA_UNIMPLEMENTED = 12,      /* valid, but not built yet */
  PARTITA_INTERNAL = 13,           /* a bug of the library */
  PARTITA_UNAVAILABLE = 14,        /* a library or peer is absent */
  PARTITA_DATA_LOSS = 15           /* a plan does not compute its program: a bug of the library, and nothing was run */
} partita_code;

/* A partita_code; PARTITA_OK for NULL. */
PARTITA_API int32_t partita_status_code(const partita_status* status);
/* One or more lines, without a newline at the end; "" for NULL. */
PARTITA_API const char* partita_status_message(const partita_status* status);
PARTITA_API void partita_status_destroy(partita_status* status);

/* ---- bytes: a text or a message that is made when it is asked for ---- */

typedef struct partita_bytes partita_bytes;
/* Followed by a 0 byte that partita_bytes_size() does not count. */
PARTITA_API const char* partita_bytes_data(const partita_bytes* bytes);
PARTITA_API size_t partita_bytes_size(const partita_bytes* bytes);
PARTITA_API void partita_bytes_destroy(partita_bytes* bytes);

/* ---- log ---- */

typedef enum partita_log_level PARTITA_ENUM_OF_INT32 {
  PARTITA_LOG_DEBUG = 0,
  PARTITA_LOG_INFO = 1,
  PARTITA_LOG_WARNING = 2,
  PARTITA_LOG_ERROR = 3
} partita_log_level;

/* MESSAGE: SIZE bytes, not ended by 0, valid during the call. One call at a time, from any thread. It must not call
 * partita_set_log(). */
typedef void (*partita_log_callback)(void* user, int32_t level, const char* message, size_t size);

/* From now on messages of LEVEL and above go to CALLBACK instead of stderr; with a NULL callback to stderr again. When
 * this returns no call of the callback before is under way, and none will come. For the whole process. */
PARTITA_API partita_status* partita_set_log(partita_log_callback callback, void* user, int32_t level);

/* ---- types ---- */

/* Elements, by StableHLO's names: I8 is signed, UI8 is not, I1 is a truth value of one byte, 0 or 1. Types of less than
 * 8 bits take one byte an element. */
typedef enum partita_element PARTITA_ENUM_OF_INT32 {
  PARTITA_I1 = 1,
  PARTITA_I2 = 2,
  PARTITA_I4 = 3,
  PARTITA_I8 = 4,
  PARTITA_I16 = 5,
  PARTITA_I32 = 6,
  PARTITA_I64 = 7,
  PARTITA_UI2 = 8,
  PARTITA_UI4 = 9,
  PARTITA_UI8 = 10,
  PARTITA_UI16 = 11,
  PARTITA_UI32 = 12,
  PARTITA_UI64 = 13,
  PARTITA_BF16 = 14,
  PARTITA_F16 = 15,
  PARTITA_F32 = 16,
  PARTITA_F64 = 17,
  PARTITA_F8E4M3FN = 18,
  PARTITA_F8E5M2 = 19,
  PARTITA_F8E4M3 = 20,
  PARTITA_F8E3M4 = 21,
  PARTITA_F8E4M3FNUZ = 22,
  PARTITA_F8E5M2FNUZ = 23,
  PARTITA_F8E4M3B11FNUZ = 24,
  PARTITA_F8E8M0FNU = 25,
  PARTITA_F4E2M1FN = 26,
  PARTITA_C64 = 27,   /* complex<f32> */
  PARTITA_C128 = 28,  /* complex<f64> */
  PARTITA_TOKEN = 29, /* no data: orders effects */
  PARTITA_F6E2M3FN = 30,
  PARTITA_F6E3M2FN = 31
} partita_element;

/* Bytes of one element in memory; 0 for PARTITA_TOKEN and what is no element type. */
PARTITA_API size_t partita_element_bytes(int32_t element);

/* An array's elements and shape. Arrays are dense and row-major everywhere in this interface. This struct never grows.
 */
typedef struct partita_type {
  int32_t element;     /* partita_element */
  int32_t rank;        /* number of dimensions, at most 32 */
  const int64_t* dims; /* RANK sizes, each at least 0; not read where the rank is 0 */
} partita_type;

/* ---- client: the devices of this process, and of the others of its job ---- */

typedef struct partita_client partita_client;

typedef struct partita_client_options {
  uint64_t size;
  int32_t devices; /* CPU devices of this process; at least 1. With a cluster 0: its file says them */
  int32_t threads; /* of each device; 0: as the cluster says; without one, the cores this process may use, shared among
                      its devices and with the job's other processes on this host */
  uint64_t memory_limit; /* bytes of each device; 0: as the cluster says; without one, what the machine gives */
  int32_t mpi;           /* 1: together with all processes that mpirun started, each with as many devices; else alone */
  int32_t deadline;      /* with `mpi`: seconds to wait for another process before it is called stuck; 0: 300 */
  const char* cluster_file; /* a cluster file (docs/clusters.md), as `--cluster` of the command; NULL or "": none */
  const char* cluster_text; /* what such a file holds, instead of one; `cluster_file` is then its name for messages.
                               NULL: none */
  int32_t plan_only; /* 1: no device of the cluster is opened, and it may be of any number of processes and of devices
                        that cannot run: the client is there to make plans with */
} partita_client_options;

/* DEVICES CPU devices in this process, or those that a cluster file gives it. Unavailable where the process has loaded
 * an older oneTBB.
 *
 * With `mpi` every process makes the client, once, and then makes the same plans, compiles and loads the same
 * executables in the same order, and executes them in one order; each gives the whole array to
 * partita_buffer_for_argument() and finds its own pieces in results. What fails in one process fails in the others: at
 * once where the library knows of it, else after the deadline. MPI is initialised, unless the program has (with
 * MPI_THREAD_SERIALIZED at least), and finalised when the client has gone. InvalidArgument where processes differ in
 * `devices` or in the cluster.
 *
 * With a cluster, plans are priced by its classes of devices and its links. Its processes are those of the job, by
 * rank: without `mpi` it has one. InvalidArgument with file, line and key for what is wrong in it, NotFound where there
 * is no file; FailedPrecondition where it has another number of processes, or a process runs on another host than it
 * says or on a machine that cannot run the code of its devices; Unimplemented for devices that cannot run (of kind
 * "null"). With `plan_only` none of these four matters; what needs devices answers FailedPrecondition. */
PARTITA_API partita_status* partita_client_create(const partita_client_options* options, partita_client** client);
/* Waits for nothing; what is in flight ends, and the devices go with the last handle of anything of this client. */
PARTITA_API void partita_client_destroy(partita_client* client);

/* Of all processes; with `plan_only` of the whole cluster. Devices are numbered from 0: by process, then within it. */
PARTITA_API int64_t partita_client_device_count(const partita_client* client);
/* MPI's rank and size; 0 and 1 for a process alone, and with `plan_only`. */
PARTITA_API int32_t partita_client_process_index(const partita_client* client);
PARTITA_API int32_t partita_client_process_count(const partita_client* client);

typedef struct partita_device_info {
  uint64_t size;
  const char* kind;       /* "cpu"; with `plan_only` also "null" */
  int32_t threads;        /* that its kernels run on */
  int32_t process;        /* that has it */
  uint64_t memory_limit;  /* bytes; 0: what the machine gives */
  uint64_t memory_in_use; /* bytes handed out: buffers, temporaries, constants */
  uint64_t memory_peak;   /* most bytes handed out at once */
  uint64_t memory_mapped; /* bytes taken from the machine: in use, or kept for the next request */
} partita_device_info;

/* Of DEVICE, as it is now; of another process's, memory is 0. */
PARTITA_API partita_status* partita_client_device(const partita_client* client, int64_t device,
                                                  partita_device_info* info);

/* ---- program ---- */

typedef struct partita_program partita_program;

/* The SIZE bytes at TEXT: StableHLO as text, as JAX exports it (`exported.mlir_module()`), with one public function
 * @main. NAME is for messages ("step.mlir:12:8: …"); may be NULL. InvalidArgument with place and reason; Unimplemented
 * names the ops that are not built. */
PARTITA_API partita_status* partita_program_parse(const char* text, size_t size, const char* name,
                                                  partita_program** program);
/* The same, of a file. NotFound where there is none. */
PARTITA_API partita_status* partita_program_load(const char* path, partita_program** program);
PARTITA_API void partita_program_destroy(partita_program* program);

PARTITA_API size_t partita_program_argument_count(const partita_program* program);
PARTITA_API size_t partita_program_result_count(const partita_program* program);

/* An argument or a result, of whole arrays (not of one device's piece). */
typedef struct partita_value_info {
  uint64_t size;
  const char* name; /* "params.wq": what rules match; of results JAX's path, "" where it gives none */
  partita_type type;
  int64_t donated_to; /* the result whose memory the argument becomes; -1: not donated, or a result */
} partita_value_info;

PARTITA_API partita_status* partita_program_argument(const partita_program* program, size_t index,
                                                     partita_value_info* info);
PARTITA_API partita_status* partita_program_result(const partita_program* program, size_t index,
                                                   partita_value_info* info);

/* ---- plan: a program, cut for a mesh ---- */

typedef struct partita_plan partita_plan;

typedef struct partita_plan_options {
  uint64_t size;
  const char* mesh; /* "data=2,model=4", the devices 0, 1, … row-major along named axes; "data=3:2/1/1" cuts in
                       shares; NULL or "": the program's own mesh, else one device, or `data` over all of a cluster */
  const char* const* rules; /* "REGEX=AXES|AXES|…": arguments whose name REGEX (ECMAScript) finds are cut so; an entry
                               of axis names joined by ',' for each dimension, "-" where it is not cut */
  size_t rule_count;
  const char* fsdp_axis;  /* along which donated arguments are cut too; NULL or "": none */
  const char* batch_axis; /* along which the first dimension of other arguments without a sharding is cut; NULL:
                            "data"; "": none. Ignored where the mesh has no such axis */
} partita_plan_options;

/* OPTIONS NULL: all zero. CLIENT gives costs their prices; with NULL the devices are taken as unknown, so that plans
 * can be made for more devices than there are. Nothing is run. Every plan is proved to compute the program before it is
 * given. InvalidArgument for a mesh or rule that does not fit the program, and for a mesh that has not as many devices
 * as the client's cluster file. */
PARTITA_API partita_status* partita_plan_create(const partita_client* client, const partita_program* program,
                                                const partita_plan_options* options, partita_plan** plan);
PARTITA_API void partita_plan_destroy(partita_plan* plan);

/* What one run costs. Times are estimates. */
typedef struct partita_plan_cost {
  uint64_t size;
  int64_t devices;
  int64_t programs;             /* distinct local programs */
  double seconds;               /* of a run on the slowest device, communication included */
  double communication_seconds; /* of all collectives, also where they overlap with work */
  double sent_bytes;            /* by a device, over its links */
  /* Of the device that needs most, in bytes: */
  uint64_t peak_bytes;
  uint64_t argument_bytes;
  uint64_t result_bytes;
  uint64_t temporary_bytes;
  uint64_t constant_bytes;
} partita_plan_cost;

PARTITA_API partita_status* partita_plan_get_cost(const partita_plan* plan, partita_plan_cost* cost);

/* The collectives of one kind over the same axes, in one run. */
typedef struct partita_plan_collective {
  uint64_t size;
  const char* kind;   /* "all-reduce", "all-gather", "reduce-scatter", "all-to-all", "collective-permute" */
  const char* axes;   /* of the mesh: "data,model" */
  int64_t group_size; /* devices that take part in one */
  int64_t count;      /* in a run */
  double sent_bytes;  /* by a device, of all of them */
  double seconds;     /* of all of them, estimated */
} partita_plan_collective;

/* The plan is priced in the first of these calls, which may fail as partita_plan_get_cost() does. */
PARTITA_API partita_status* partita_plan_collective_count(const partita_plan* plan, size_t* count);
PARTITA_API partita_status* partita_plan_get_collective(const partita_plan* plan, size_t index,
                                                        partita_plan_collective* collective);

/* The plan as `partita plan` prints it. */
PARTITA_API partita_status* partita_plan_text(const partita_plan* plan, partita_bytes** text);
/* Why VALUE (an argument's or result's name, "%12", or a regular expression over names and source places) is sharded as
 * it is: lines, oldest reason first. NotFound with near names. */
PARTITA_API partita_status* partita_plan_explain(const partita_plan* plan, const char* value, partita_bytes** text);

/* What the devices of one class of a cluster do in a run; where they run several programs, the numbers of the slowest.
 */
typedef struct partita_plan_class {
  uint64_t size;
  const char* name; /* as the cluster file has it */
  int64_t devices;  /* of the mesh */
  /* Of the device that needs most, in bytes: */
  uint64_t peak_bytes;
  uint64_t argument_bytes;
  uint64_t result_bytes;
  uint64_t temporary_bytes;
  uint64_t constant_bytes;
  double compute_seconds;
  double communication_seconds;
  double overlap_seconds; /* for so long it computes and sends at once */
  double wait_seconds;    /* for slower classes */
} partita_plan_class;

/* In the cluster's order; priced as collectives are. */
PARTITA_API partita_status* partita_plan_class_count(const partita_plan* plan, size_t* count);
PARTITA_API partita_status* partita_plan_get_class(const partita_plan* plan, size_t index, partita_plan_class* info);
/* ResourceExhausted when a class of devices has less memory than the plan needs there: says how much, and the largest
 * buffers. Fine where the client had no cluster file. */
PARTITA_API partita_status* partita_plan_check_memory(const partita_plan* plan);

/* ---- buffers ---- */

typedef struct partita_buffer partita_buffer;
typedef struct partita_executable partita_executable;
typedef struct partita_event partita_event;

typedef enum partita_host_memory PARTITA_ENUM_OF_INT32 {
  PARTITA_COPY = 0,             /* the data are read during the call only */
  PARTITA_ZERO_COPY = 1,        /* the buffer is this memory; nobody may write to it until it is released */
  PARTITA_ZERO_COPY_MUTABLE = 2 /* the same, and executions may write to it when the buffer is donated */
} partita_host_memory;

typedef struct partita_from_host_args {
  uint64_t size;
  const void* data; /* dense, row-major */
  partita_type type;
  int64_t device;
  int32_t semantics; /* partita_host_memory. Without copy only where DATA is aligned to 64 bytes; else copied */
  void (*release)(void* user); /* called once when DATA is not needed any more, on any thread, also where the call
                                  fails; may be NULL */
  void* user;
} partita_from_host_args;

/* An array in host memory as a buffer on one device. */
PARTITA_API partita_status* partita_buffer_from_host(const partita_client* client, const partita_from_host_args* args,
                                                     partita_buffer** buffer);
/* The whole array at DATA, SIZE bytes, cut and copied to the devices of EXECUTABLE as its argument INDEX must lie.
 * InvalidArgument where SIZE is not that of the argument's whole type. */
PARTITA_API partita_status* partita_buffer_for_argument(const partita_executable* executable, size_t index,
                                                        const void* data, size_t size, partita_buffer** buffer);
/* A copy of BUFFER as argument INDEX of EXECUTABLE must lie, of the same client; where it lies so already, another
 * handle of the same array. Asynchronous. */
PARTITA_API partita_status* partita_buffer_to_argument(const partita_buffer* buffer,
                                                       const partita_executable* executable, size_t index,
                                                       partita_buffer** out);
/* The handle only: memory goes back once no handle and no execution uses it. */
PARTITA_API void partita_buffer_destroy(partita_buffer* buffer);

/* Of the whole array. Its dims live as long as the handle. */
PARTITA_API partita_type partita_buffer_type(const partita_buffer* buffer);
/* Bytes of the whole array. */
PARTITA_API size_t partita_buffer_bytes(const partita_buffer* buffer);
/* Waits until the array is there; the error of what should have made it. */
PARTITA_API partita_status* partita_buffer_await(const partita_buffer* buffer);
/* 1 when it is there, or has failed. Does not wait. */
PARTITA_API int32_t partita_buffer_is_ready(const partita_buffer* buffer);
/* Ends when the array is there. */
PARTITA_API partita_status* partita_buffer_ready_event(const partita_buffer* buffer, partita_event** event);
/* Copies the whole array to DATA, which has SIZE bytes: as many as partita_buffer_bytes(), else InvalidArgument. Waits
 * for it. FailedPrecondition when the buffer is gone. */
PARTITA_API partita_status* partita_buffer_to_host(const partita_buffer* buffer, void* data, size_t size);
/* Frees the memory before the last handle goes, once nothing uses it: for all handles of this array. */
PARTITA_API void partita_buffer_drop(partita_buffer* buffer);
/* 1 when it was donated or dropped. */
PARTITA_API int32_t partita_buffer_is_gone(const partita_buffer* buffer);

/* What one device holds of an array: a box of it. */
typedef struct partita_piece {
  uint64_t size;
  int64_t device;
  int32_t rank;
  const int64_t* begin; /* of the box, in each dimension of the whole array; RANK of them, as of `end` */
  const int64_t* end;   /* one past */
  size_t bytes;         /* of the box, dense and row-major */
} partita_piece;

PARTITA_API size_t partita_buffer_piece_count(const partita_buffer* buffer);
PARTITA_API partita_status* partita_buffer_piece(const partita_buffer* buffer, size_t index, partita_piece* piece);
/* As partita_buffer_to_host(), of one piece. */
PARTITA_API partita_status* partita_buffer_piece_to_host(const partita_buffer* buffer, size_t index, void* data,
                                                         size_t size);

/* ---- DLPack (github.com/dmlc/dlpack), in and out without a copy. Include its header, or a copy, to use the structs.
 */

struct DLManagedTensor;
struct DLManagedTensorVersioned;

/* TENSOR, dense, row-major and in memory of the CPU, becomes a buffer on DEVICE; the library calls its deleter when it
 * needs the memory no more, on any thread. Nobody may write to it meanwhile, and it is not donated: executions work on
 * copies. Memory that is not aligned to 64 bytes is copied. On failure TENSOR stays the caller's. InvalidArgument for
 * strides that are not row-major, Unimplemented for element types and devices that are not there. */
PARTITA_API partita_status* partita_buffer_from_dlpack(const partita_client* client, struct DLManagedTensor* tensor,
                                                       int64_t device, partita_buffer** buffer);
PARTITA_API partita_status* partita_buffer_from_dlpack_versioned(const partita_client* client,
                                                                 struct DLManagedTensorVersioned* tensor,
                                                                 int64_t device, partita_buffer** buffer);
/* The memory of BUFFER, which must lie whole on one device, as a tensor whose deleter the receiver calls; it keeps the
 * memory and the client, and no execution takes the memory meanwhile. Waits until the array is there. Read only: the
 * receiver must not write. Unimplemented for types that DLPack has not (less than 8 bits). */
PARTITA_API partita_status* partita_buffer_to_dlpack(const partita_buffer* buffer, struct DLManagedTensor** tensor);
PARTITA_API partita_status* partita_buffer_to_dlpack_versioned(const partita_buffer* buffer,
                                                               struct DLManagedTensorVersioned** tensor);

/* ---- executable ---- */

typedef struct partita_compile_options {
  uint64_t size;
  const char* cache_directory;   /* where compiled programs and kernels are kept for later; NULL or "": nowhere */
  uint64_t cache_limit;          /* bytes; 0: 2 GB */
  int32_t threads;               /* that compile; 0: all cores this process may use */
  const char* schedule_database; /* file or folder of schedules for the kernels that are in it; NULL or "": none */
  int32_t strict; /* not 0: each op is rounded to its own type, by itself: no fused multiply-add, nothing kept wider */
} partita_compile_options;

/* PLAN for devices 0, 1, … of CLIENT, which must have as many. OPTIONS NULL: all zero. Takes milliseconds to minutes.
 * Unimplemented lists every op without code. */
PARTITA_API partita_status* partita_compile(const partita_client* client, const partita_plan* plan,
                                            const partita_compile_options* options, partita_executable** executable);
/* Compares PLAN with its program on generated inputs, as `--verify` of the command: DataLoss with result, device, place
 * and op where they differ by more than rounding explains. In this process, on devices of its own, whatever PLAN is
 * for: at most 1,024 (else InvalidArgument), and memory for all of them. OPTIONS as for partita_compile(). Where REPORT
 * is not NULL it gets a line that says what was compared. With `mpi` each process that calls does the whole comparison,
 * without the others: one is enough. */
PARTITA_API partita_status* partita_plan_verify(const partita_plan* plan, const partita_compile_options* options,
                                                partita_bytes** report);
PARTITA_API void partita_executable_destroy(partita_executable* executable);
/* The plan with its machine code. Not portable: for this version of the library, and processors like this one. */
PARTITA_API partita_status* partita_executable_serialize(const partita_executable* executable, partita_bytes** bytes);
/* Nothing is compiled. InvalidArgument for bytes that are damaged or of another version, FailedPrecondition for code
 * that this machine or CLIENT's devices do not run. Load only what you would run: it holds machine code. */
PARTITA_API partita_status* partita_executable_load(const partita_client* client, const void* data, size_t size,
                                                    partita_executable** executable);

PARTITA_API size_t partita_executable_argument_count(const partita_executable* executable);
PARTITA_API size_t partita_executable_result_count(const partita_executable* executable);
/* Results have no names here. */
PARTITA_API partita_status* partita_executable_argument(const partita_executable* executable, size_t index,
                                                        partita_value_info* info);
PARTITA_API partita_status* partita_executable_result(const partita_executable* executable, size_t index,
                                                      partita_value_info* info);

typedef struct partita_execute_args {
  uint64_t size;
  const partita_buffer* const* arguments; /* in the program's order */
  size_t argument_count;
  const size_t* keep; /* donated arguments that the caller keeps: the run works on a copy */
  size_t keep_count;
  int32_t strict_donation;  /* 1: a donation that cannot be (memory held outside) is an error, not a copy */
  partita_buffer** results; /* out: room for all results */
  size_t result_count;      /* of that room; must be the executable's number */
  partita_event** done;     /* out: ends when the run has, on all devices; NULL: not wanted */
} partita_execute_args;

/* Enqueues a run and returns; results can be used at once: who reads them waits. Donated arguments are gone with the
 * call, unless kept, but their handles stay the caller's to destroy. Errors of the call (number, type, place of an
 * argument, one that is gone or is donated twice: InvalidArgument, FailedPrecondition; no memory for results:
 * ResourceExhausted) leave every buffer as it was and give no result; errors of arguments and of the run travel to the
 * results and to DONE. Blocks while the devices have too much in flight. Runs begin in the order of the calls. */
PARTITA_API partita_status* partita_execute(const partita_executable* executable, const partita_execute_args* args);

/* ---- events: something that ends once, well or with an error ---- */

/* Waits for it and gives how it ended. */
PARTITA_API partita_status* partita_event_await(const partita_event* event);
/* 1 when it has ended, either way. Does not wait. */
PARTITA_API int32_t partita_event_is_ready(const partita_event* event);
/* STATUS is NULL when all went well; it is the library's, valid during the call. */
typedef void (*partita_event_callback)(void* user, const partita_status* status);
/* Calls CALLBACK once: in this call when it has ended, else in the thread that ends it. The handle may go before. */
PARTITA_API partita_status* partita_event_on_ready(const partita_event* event, partita_event_callback callback,
                                                   void* user);
PARTITA_API void partita_event_destroy(partita_event* event);

/* ---- weights and checkpoints: arrays by path, in files ---- */

typedef struct partita_weights partita_weights;

/* PATH: a safetensors file, a checkpoint (the folder of one step), or a folder of checkpoints, of which the newest is
 * taken. Names and types are read now, data when they are asked for. NotFound and InvalidArgument name the file and
 * what is wrong with it. */
PARTITA_API partita_status* partita_weights_open(const char* path, partita_weights** weights);
PARTITA_API void partita_weights_destroy(partita_weights* weights);

/* Arrays are ordered by path. */
PARTITA_API size_t partita_weights_count(const partita_weights* weights);
/* `name` is the path, `donated_to` -1. */
PARTITA_API partita_status* partita_weights_get(const partita_weights* weights, size_t index, partita_value_info* info);
/* The array that a program's NAME means: that of the same path, else the only one whose path ends with it, or that it
 * ends with ("params.w" finds "state.params.w"). NotFound where there is none, InvalidArgument where there are several.
 */
PARTITA_API partita_status* partita_weights_find(const partita_weights* weights, const char* name, size_t* index);
/* The array as argument ARGUMENT of EXECUTABLE must lie, whatever mesh it was written on: reads what the devices of
 * this process hold, and checks each piece of a checkpoint that it reads. InvalidArgument where types differ, or the
 * file is damaged. */
PARTITA_API partita_status* partita_weights_load(partita_weights* weights, size_t index,
                                                 const partita_executable* executable, size_t argument,
                                                 partita_buffer** buffer);

/* Writes COUNT arrays, whole, to a safetensors file, which replaces what was there. Waits for them.
 * FailedPrecondition where a part of one is in another process only; Unimplemented for element types that the format
 * has not. */
PARTITA_API partita_status* partita_weights_save(const char* path, const char* const* paths,
                                                 const partita_buffer* const* buffers, size_t count);

typedef struct partita_checkpoint_args {
  uint64_t size;
  const char* dir;          /* the folder of checkpoints, which all processes share; made where it is not there */
  int64_t step;             /* at least 0; a checkpoint of the same step is replaced */
  const char* const* paths; /* of each array, all different */
  const partita_buffer* const* buffers;
  size_t count;
  int64_t keep; /* so many of the newest are kept, this one among them; 0: 3 */
} partita_checkpoint_args;

/* Writes a checkpoint, each process what its devices hold, and waits until it is whole on the disk: a crash at any
 * moment leaves it or those before it. With `mpi` every process calls it, in the same order, with its handles of the
 * same arrays. Unavailable where a file cannot be written. */
PARTITA_API partita_status* partita_checkpoint_save(const partita_client* client, const partita_checkpoint_args* args);

#ifdef __cplusplus
} /* extern "C" */
#endif

#endif /* PARTITA_PARTITA_H_ */
