/// The key that identifies a node to its peers: options for it, and its file.
#pragma once

#include <string>

#include "base/result.hpp"
#include "cli/chain_options.hpp"
#include "crypto/node_key.hpp"

namespace serinus::cli {

struct NetworkKeyOptions {
    std::string key;  ///< 64 hex digits
    std::string file;
    std::string type = "ed25519";
};

/// Declares --node-key, --node-key-file and --node-key-type. `options` must outlive the parsing.
void add_network_key_options(Arguments command, NetworkKeyOptions& options);

/// The key. A key file that is not there is created, readable for its owner only. The error is a sentence for the user.
Result<crypto::NodeKey, std::string> load_node_key(const NetworkKeyOptions& options, const ChainOptions& chain,
                                                   const std::string& chain_id);
/// The peer id that belongs to it.
Result<std::string, std::string> load_peer_id(const NetworkKeyOptions& options, const ChainOptions& chain,
                                              const std::string& chain_id);

}  // namespace serinus::cli
