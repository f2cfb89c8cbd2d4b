/// What the cores of a relay chain are used for.
/// Observed: polkadot-runtime-parachains 21.0.1: assigner_coretime, on_demand; those of Kusama 2.3.2: scheduler,
/// on_demand
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "base/checked.hpp"
#include "base/result.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::coretime {

using primitives::BlockNumber;

/// Of a core's time; shares are in parts of it.
inline constexpr uint32_t kWholeCore = 57'600;

struct Share {
    enum class Use : uint8_t {
        kIdle,
        kPool,  ///< orders on demand
        kTask,  ///< of one para
    } use = Use::kIdle;
    uint32_t para = 0;   ///< of a task
    uint32_t parts = 0;  ///< of kWholeCore; nobody checks that the shares of a core are no more than all of it
};

/// What a core is used for, from a block on.
struct Work {
    std::optional<BlockNumber> begin = {};     ///< of what is scheduled
    std::optional<BlockNumber> end_hint = {};  ///< from this block on not any more
    std::vector<Share> shares = {};
};

/// A candidate that becomes available on a core.
struct Occupant {
    uint32_t para = 0;
    Hash256 candidate = {};
    BlockNumber since = 0;         ///< the block that backs it
    BlockNumber times_out_at = 0;  ///< it is dropped if it is not available then
    uint32_t available = 0;        ///< so many validators have their chunk
    uint32_t validators = 0;
};

struct GroupMember {
    uint32_t validator = 0;  ///< its index in the session
    std::string account;     ///< as an address; empty: not known
};

struct Core {
    uint32_t index = 0;
    std::optional<Work> work = {};     ///< in the next block
    std::vector<Work> scheduled = {};  ///< behind it, in their order
    bool is_served = true;  ///< otherwise its work waits: num_cores leaves it out, or no group is there for it
    std::vector<uint32_t> claims = {};  ///< paras that have the core in its next blocks
    std::optional<Occupant> occupant = {};
    std::optional<uint32_t> group = {};  ///< of validators, which backs candidates in the next block
    std::vector<GroupMember> members = {};

    /// When the work ends: by its hint, or since another begins. nullopt: the relay chain does not know of an end.
    std::optional<BlockNumber> until() const;
    /// Whether the para has a share, now or later, a claim, or a candidate here.
    bool is_of(uint32_t para) const;
};

/// An order that waits.
struct Order {
    uint32_t para = 0;
    std::optional<uint32_t> core = {};           ///< that the para is bound to
    std::optional<BlockNumber> ordered_at = {};  ///< as far as the runtime keeps it
};

/// That a para's claims are bound to a core until they are used up.
struct Affinity {
    uint32_t para = 0, core = 0, claims = 0;
};

struct OnDemand {
    uint128_t price = 0;     ///< planck, by the traffic as it stands: each block and each order moves it
    uint128_t base_fee = 0;  ///< planck
    uint128_t traffic = 0;   ///< by which the fee is multiplied, in parts of 10^18
    uint32_t queued = 0;
    std::optional<uint32_t> max_queued = {};
    std::vector<Order> orders = {};  ///< in their order
    std::vector<Affinity> affinities = {};
};

/// Lease periods that follow each other, of one account.
struct Lease {
    uint32_t para = 0;
    std::string account;  ///< as an address
    uint128_t deposit = 0;
    uint32_t first_period = 0, last_period = 0;
    BlockNumber end = 0;  ///< the first block behind them
};

struct CoresReport {
    BlockNumber number = 0;
    Hash256 hash = {};
    uint32_t configured_cores = 0;  ///< num_cores; a session has as many, or one for each group
    uint32_t groups = 0;
    uint32_t lookahead = 0;  ///< so many claims of a core are known ahead
    std::optional<BlockNumber> rotation_at = {};
    uint32_t rotation_frequency = 0;
    std::vector<Core> cores = {};
    std::optional<OnDemand> on_demand = {};
    std::vector<Lease> leases = {};
    std::map<uint32_t, std::string> lifecycles = {};  ///< of the paras that are registered
    std::optional<uint32_t> para = {};                ///< only what this one has is in the report
};

/// What ParachainHost says of a state.
struct HostAnswers {
    std::vector<runtime_api::parachain_host::v5::CoreState> cores;
    runtime_api::parachain_host::ValidatorGroups groups;
    runtime_api::parachain_host::ClaimQueue claims;
};

class ChainValues;

/// The error is a sentence: the chain has no cores, or gives them otherwise than by coretime.
Result<void, std::string> check_coretime(const ChainValues& values);

/// The report of the state after block `number`; its hash is left to the caller. Errors are sentences.
Result<CoresReport, std::string> read_cores(ChainValues& values, const HostAnswers& answers, BlockNumber number);

/// Leaves what the para has.
void keep_only(CoresReport& report, uint32_t para);

// Parts of read_cores().

/// nullopt: the chain takes no orders.
Result<std::optional<OnDemand>, std::string> read_on_demand(ChainValues& values);
Result<std::vector<Lease>, std::string> read_leases(ChainValues& values, BlockNumber number);

}  // namespace serinus::coretime
