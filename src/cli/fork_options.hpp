/// What a user says of one fork.
#pragma once

#include "cli/log_options.hpp"

namespace serinus::cli {

struct ForkOptions {
    std::string config;
    std::string name;             ///< of one of several forks
    bool sends_messages = false;  ///< to the others
    std::vector<std::string> endpoints;
    std::string chain;  ///< a specification in the place of endpoints; "{…": its text, of a configuration
    std::string at, cache, cache_root;
    std::string resume;         ///< "last", a number or a hash; empty: the fork begins anew
    std::string override_file;  ///< "{…" or "[…": the values themselves, of a configuration
    std::string wasm_file;
    std::vector<std::string> fetch;  ///< to be fetched at the start: what FetchedItems reads, or JSON
    bool offline = false, mock_signatures = false, no_prefetch = false, no_keep = false, fetch_only = false;
    uint32_t rpc_port = 9944;
    bool rpc_external = false;
    std::string rpc_methods = "auto", rpc_cors = "all";
    uint32_t call_timeout_s = 600;  ///< of a runtime call, which may read much of a slow origin
    std::string sealing = "instant", finality = "instant", clock = "slot";
    uint32_t timeout_s = 30, attempts = 6;
    LogOptions log;
};

}  // namespace serinus::cli
