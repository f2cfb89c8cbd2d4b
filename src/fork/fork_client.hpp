/// The chain of a fork: the origin's genesis, the block at which the fork begins with its state, and what is built
/// upon.
#pragma once

#include "authorship/slot_engine.hpp"
#include "chain/client/client.hpp"
#include "fork/remote_origin.hpp"
#include "state/forked_states.hpp"

namespace serinus::fork {

struct Fork {
    ChainFacts facts;
    std::shared_ptr<state::Origin> origin;
    std::shared_ptr<state::ForkedStates> states = nullptr;  ///< those of the blocks of the client that is opened
    bool accepts_mock_signatures = false;                   ///< crypto::VerdictCache::accept_mocks
    bool has_manual_finality = false;                       ///< otherwise each block is final at once
};

/// What a user says of a fork.
struct ForkSource {
    std::string endpoint;  ///< empty: what the cache has, alone
    std::string at;        ///< number or hash in hex; empty: the best block, or that of the cache
    std::string cache_folder;
    std::string history_folder = {};  ///< what forks read, by chain; empty: nothing is kept of it
    state::ChangeSet overrides;
    ConnectionLimits limits;
    size_t max_listed_bytes = RemoteOrigin::kMaxListedBytes;  ///< of RemoteOrigin
};
/// Asks the origin for its chain. Errors are sentences that say what to do.
Result<Fork, std::string> open_fork(const ForkSource& source);

/// Reads pairs of key and value: [["0x…", "0x…" or null]], or an object with keys and values.
Result<state::ChangeSet, std::string> read_overrides(std::string_view json);

/// The chain begins with the fork's block, which is the best and the final one. Its blocks need no seals.
/// `options.database` is in memory.
Result<std::unique_ptr<chain::Client>, std::string> open_client(const Fork& fork, chain::ClientOptions options);

/// Claims every slot, without a key: what the header says of the slot is what the runtime reads, and nobody checks it.
Result<std::unique_ptr<authorship::SlotEngine>, std::string> make_engine(chain::Client& client);

}  // namespace serinus::fork
