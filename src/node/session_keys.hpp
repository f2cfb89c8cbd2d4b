/// The keys by which a node authors and votes.
#pragma once

#include <string>

#include "chain/client/client.hpp"
#include "crypto/node_keys.hpp"

namespace serinus::node {

/// Has the runtime at the best block derive all of its session keys from a secret; they stay in memory. The error is a
/// sentence. Observed: polkadot-stable2407: sp_session::generate_initial_session_keys, by which --alice gets her keys
Result<void, std::string> add_session_keys(chain::Client& client, crypto::NodeKeys& keys, std::string_view secret);

/// Whether there is a key with which blocks of this chain can be authored.
bool can_author(const chain::Client& client, const crypto::NodeKeys& keys);

/// How many authorities author blocks of this chain, as the runtime at the best block says; 0: it does not say.
size_t count_authorities(chain::Client& client);

}  // namespace serinus::node
