/// The key by which a node is known to its peers: where the user keeps it.
#pragma once

#include <string>

#include "base/result.hpp"
#include "cli/chain_options.hpp"

namespace serinus::cli {

struct NetworkKeyOptions {
    std::string key;  ///< 64 hex digits
    std::string file;
    std::string type = "ed25519";
};

/// Declares --node-key, --node-key-file and --node-key-type. `options` must outlive the parsing.
void add_network_key_options(Arguments command, NetworkKeyOptions& options);

/// The peer id that belongs to the key. A key file that is not there is created, readable for its owner only.
/// The error is a sentence for the user.
Result<std::string, std::string> load_peer_id(const NetworkKeyOptions& options, const ChainOptions& chain,
                                              const std::string& chain_id);

}  // namespace serinus::cli
