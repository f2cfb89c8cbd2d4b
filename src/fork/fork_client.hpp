/// The chain of a fork: the origin's genesis, the block at which the fork begins with its state, and what is built
/// upon.
#pragma once

#include "authorship/slot_engine.hpp"
#include "chain/client/client.hpp"
#include "fork/kept_fork.hpp"
#include "fork/origin/connection.hpp"
#include "fork/origin/older_origin.hpp"
#include "fork/origin/origin_nodes.hpp"
#include "state/forked_states.hpp"

namespace serinus::fork {

class MessagePort;

struct Fork {
    ChainFacts facts;
    std::shared_ptr<state::Origin> origin;
    std::shared_ptr<OlderOrigin> older = nullptr;           ///< nullptr: blocks before that of the fork are not there
    std::shared_ptr<state::ForkedStates> states = nullptr;  ///< those of the blocks of the client that is opened
    bool accepts_mock_signatures = false;                   ///< crypto::VerdictCache::accept_mocks
    bool has_manual_finality = false;                       ///< otherwise each block is final at once
    bool follows_clock = false;                             ///< otherwise each block has its parent's time and one slot
    std::string cache_folder = {};                          ///< empty: in memory
    std::shared_ptr<Cache> cache = nullptr;                 ///< holds the folder, which one process at a time has
    std::shared_ptr<RemoteOrigin> remote = nullptr;         ///< what `origin` rests on; nullptr: on a specification
    state::ChangeSet overrides = {};                        ///< of the origin's state, in `origin`
    std::shared_ptr<KeptFork> kept = nullptr;               ///< nullptr: its blocks end with the process
    std::shared_ptr<MessagePort> messages = nullptr;        ///< to and from other forks of the process
};

/// What a user says of a fork.
struct ForkSource {
    std::vector<std::string> endpoints;  ///< the preferred one first; none: what the cache has, alone
    bool is_offline = false;             ///< no endpoint is asked
    std::string at;                      ///< number or hash in hex; empty: the best block, or that of the cache
    std::string cache_folder;
    /// If there is no cache_folder: it is one of this folder, by the names of the first endpoint and the block.
    std::string cache_root = {};
    /// With cache_root: the block is that of the fork that was started last.
    bool continues = false;
    std::string history_folder = {};  ///< what forks read, by chain; empty: nothing is kept of it
    state::ChangeSet overrides;
    ConnectionLimits limits;
    size_t max_listed_bytes = RemoteOrigin::kMaxListedBytes;  ///< of RemoteOrigin
    OriginNodes::NowMs now_ms = [] { return uint64_t{0}; };   ///< a clock, for several endpoints
};
/// Asks the origin for its chain. Errors are sentences that say what to do.
Result<Fork, std::string> open_fork(const ForkSource& source);
/// One that begins with the genesis of a chain, whose state is in `spec`. `cache_folder`: for its blocks; may be empty.
Result<Fork, std::string> fork_of_spec(const chain::ChainSpec& spec, const std::string& cache_folder);
/// Makes a state different from the origin's, before there are blocks upon it.
void override_state(Fork& fork, state::ChangeSet changes);
/// Lets the blocks be kept, or brings back those that are, with the overrides of then. Errors are sentences.
Result<void, std::string> keep_blocks(Fork& fork, KeptForkOptions options);

/// Reads pairs of key and value: [["0x…", "0x…" or null]], or an object with keys and values.
Result<state::ChangeSet, std::string> read_overrides(std::string_view json);

/// The chain begins with the fork's block, which is the best and the final one. Its blocks need no seals.
/// `options.database` is in memory.
Result<std::unique_ptr<chain::Client>, std::string> open_client(const Fork& fork, chain::ClientOptions options);

/// Claims every slot, without a key: what the header says of the slot is what the runtime reads, and nobody checks it.
Result<std::unique_ptr<authorship::SlotEngine>, std::string> make_engine(chain::Client& client);

}  // namespace serinus::fork
