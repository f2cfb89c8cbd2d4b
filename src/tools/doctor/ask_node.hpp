/// The facts that a node and its chain tell by JSON-RPC.
#pragma once

#include "tools/doctor/diagnosis.hpp"
#include "tools/remote/chain_view.hpp"

namespace serinus::doctor {

/// Errors are sentences. `now_ms`: since 1970, by this machine's clock.
Result<NodeFacts, std::string> ask_node(remote::ChainView& chain, uint64_t now_ms);

/// Whether a key is on this machine; nullopt: nobody can tell.
using HasKey = std::function<std::optional<bool>(const SessionKey&)>;
/// Whether the node has a key, by author_hasKey, which nodes offer to connections of their own machine.
HasKey ask_for_keys(remote::ChainView& chain);

/// `stash`: may be empty. `in_keystore`: the session keys of this machine's keystore, as far as it can be read.
Result<KeyFacts, std::string> ask_for_stash(remote::ChainView& chain, BytesView stash,
                                            const std::vector<SessionKey>& in_keystore, const HasKey& has_key);

}  // namespace serinus::doctor
