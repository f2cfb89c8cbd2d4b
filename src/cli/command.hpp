/// How commands are declared.
#pragma once

#include <functional>

#include "cli/arguments.hpp"

namespace serinus::cli {

struct Additions;  // cli/program.hpp

/// What the chosen subcommand does once all arguments are read; returns the exit code.
using Command = std::function<int()>;

/// Each declares its subcommand and, if the user chose it, sets `chosen`.
void add_chain_info(Arguments app, Command& chosen);
void add_build_spec(Arguments app, Command& chosen);
void add_key(Arguments app, Command& chosen);
void add_runtime(Arguments app, Command& chosen);
void add_governance(Arguments app, Command& chosen);
void add_cores(Arguments app, Command& chosen);
void add_election(Arguments app, Command& chosen);
void add_staking(Arguments app, Command& chosen);
void add_import_blocks(Arguments app, Command& chosen);
void add_export_blocks(Arguments app, Command& chosen);
void add_export_chain_spec(Arguments app, Command& chosen);
void add_precompile_wasm(Arguments app, Command& chosen);
void add_check_block(Arguments app, Command& chosen);
void add_export_state(Arguments app, Command& chosen);
void add_revert(Arguments app, Command& chosen);
void add_purge_chain(Arguments app, Command& chosen);
void add_network(Arguments app, Command& chosen, const Additions& additions);
void add_benchmark(Arguments app, Command& chosen);
void add_fork(Arguments app, Command& chosen);
void add_run_block(Arguments app, Command& chosen);
void add_trace(Arguments app, Command& chosen);
void add_try_runtime(Arguments app, Command& chosen);
void add_tx(Arguments app, Command& chosen);
void add_query(Arguments app, Command& chosen);
void add_xcm(Arguments app, Command& chosen);
void add_doctor(Arguments app, Command& chosen);
void add_explain(Arguments app, Command& chosen);
void add_snapshot(Arguments app, Command& chosen);
void add_new(Arguments app, Command& chosen);
void add_pvf(Arguments app, Command& chosen);
void add_pvf_worker(Arguments app, Command& chosen);
/// What it prints describes the commands of `program`, which must outlive the command.
void add_completion(Arguments app, const Program& program, Command& chosen);

}  // namespace serinus::cli
