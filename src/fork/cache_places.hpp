/// Caches of many forks in one folder.
#pragma once

#include "fork/fork_client.hpp"

namespace serinus::fork {

struct CachePlace {
    std::string folder;
    std::optional<ChainFacts> facts;  ///< what the origin said of the block, if it was asked
};

/// The cache of a fork below `source.cache_root`: "HOST_PORT/NUMBER-HASH", by the first endpoint. Asks `node` which
/// block it is; without one, if it is away, or if the fork is to be continued, it is the one that was used last, or the
/// one of `source.at`. Errors are sentences.
Result<CachePlace, std::string> find_cache_place(const ForkSource& source, OriginApi* node);

/// The name of a folder for an endpoint: "kusama-rpc.polkadot.io" of "wss://kusama-rpc.polkadot.io/ws".
std::string folder_name_of(std::string_view endpoint);

}  // namespace serinus::fork
