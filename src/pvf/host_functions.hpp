/// What code of parachains may import.
#pragma once

#include "executor/host/registry.hpp"
#include "pvf/executor_params.hpp"

namespace serinus::pvf {

/// The host function of that name that such code may call; nullptr: none, and a call traps. There is no storage, no
/// clock, no randomness: `ext_misc_`, `ext_crypto_`, `ext_hashing_`, `ext_allocator_`, `ext_logging_` and `ext_trie_`.
/// Those of `ext_crypto_` that need keys trap, since nobody has any here. Where the session enables them, also the
/// functions of RFC-163.
/// Observed: `HostFunctions` of polkadot-node-core-pvf-common 29.0.0, `executor_interface`
const executor::host::HostFunctionEntry* find_host_function(std::string_view name, const ExecutorLimits& limits);

}  // namespace serinus::pvf
