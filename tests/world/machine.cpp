#include "tests/world/machine.hpp"
#include "chain/import/refusal_reason.hpp"

#include "base/hex.hpp"
#include "chain/store/columns.hpp"
#include "consensus/babe/types.hpp"
#include "consensus/open_client.hpp"
#include "crypto/ss58.hpp"
#include "state/columns.hpp"
#include "tests/world/chain.hpp"
#include "trie/root_builder.hpp"

namespace serinus::world {
namespace {

int64_t skew_of(const Fault& fault) { return static_cast<int64_t>(fault.parameter) - int64_t{kRightClock}; }

/// Not the block is bad: a clock is, of the node or of the author, by more than a slot for some time.
bool is_about_clock(const Plan& plan, chain::RefusalReason reason) {
    using enum chain::RefusalReason;
    return (reason == kSlotInFuture || reason == kTimestampInFuture) &&
           std::ranges::any_of(plan.faults, [](const Fault& fault) {
               return fault.kind == FaultKind::kClockSkew && fault.duration_ms != 0;
           });
}

using storage::StoreError;
using storage::testing::CrashPoint;
using storage::testing::DiskOperation;
using storage::testing::SimulatedDisk;

constexpr uint64_t kStartAgainMs = 1'000;
constexpr std::string_view kSudoKey = "5c0d1176a568c1f92944340dbfed9e9c530ebca703c85910e7164cb7d1c9e47b";

/// The disk that all nodes of a chain begin with.
struct FirstDisk {
    std::unique_ptr<SimulatedDisk> disk = std::make_unique<SimulatedDisk>();
    Hash256 genesis_state_root;
};

/// Made once for each number of validators.
const FirstDisk& first_disk(const Shared& shared) {
    static std::map<size_t, FirstDisk> disks;
    const auto found = disks.find(shared.validators);
    if (found != disks.end()) return found->second;
    FirstDisk& out = disks[shared.validators];
    chain::ClientOptions options;
    options.database.open_store = [&]() -> Result<std::unique_ptr<storage::Store>, StoreError> {
        return out.disk->open();
    };
    options.executor.shared_runtimes = shared.runtimes;
    const auto client = consensus::open_client(spec_with(shared.validators), options);
    SERINUS_ASSERT(client.has_value());
    const auto header = (*client)->find_header((*client)->genesis().hash);
    out.genesis_state_root = (*header)->state_root;
    return out;
}

}  // namespace

void Shared::log(const std::string& text) const {
    if (options.log) options.log(std::to_string(time.now_ms()) + " " + text);
}

std::optional<Bytes> next_extrinsic(Node& node, const std::string& secret, BytesView call) {
    const auto& pair = sr25519_pair(secret);
    const std::string address = crypto::ss58::encode(crypto::ss58::kSubstratePrefix, pair.public_key());
    const auto nonce = node.rpc().call("system_accountNextIndex", "[\"" + address + "\"]");
    if (!nonce || !nonce->is_int64()) return std::nullopt;
    return signed_extrinsic(pair, call, static_cast<uint32_t>(nonce->as_int64()), node.client().genesis().hash);
}

Machine::Machine(Shared& shared, size_t end, size_t node, std::shared_ptr<crypto::NodeKeys> keys)
    : shared_(shared),
      end_(end),
      number_(node),
      label_(end == node ? "n" + std::to_string(node) : "n" + std::to_string(node) + "'"),
      keys_(std::move(keys)),
      random_(shared.time.random()()) {
    for (const Fault& fault : shared.plan.faults) {
        if (fault.node != number_) continue;
        if (fault.kind == FaultKind::kObserver) is_validator_ = false;
        if (fault.kind == FaultKind::kClockSkew && fault.duration_ms == 0) clock_skew_ms_ = skew_of(fault);
        if (fault.kind >= FaultKind::kTwin) mischief_.push_back(fault.kind);
    }
    genesis_state_root_ = first_disk(shared).genesis_state_root;
    disk_ = first_disk(shared).disk->copy();
    disk_->acknowledge_before_sync(shared.options.bug == Bug::kAcknowledgesBeforeSync);
    disk_->tear_commits(shared.options.bug == Bug::kTearsCommits);
    const Bug bug = shared.options.bug;
    if (bug == Bug::kVoterForgetsVotes || bug == Bug::kAuthorForgetsSlot) {
        const std::string prefix = bug == Bug::kVoterForgetsVotes ? "grandpa_cast" : "authorship:";
        disk_->forgets = [prefix](storage::Column column, BytesView key) {
            return column == chain::columns::kAux && as_text(key).starts_with(prefix);
        };
    }
}

Machine::~Machine() = default;

bool Machine::has(FaultKind kind) const { return std::ranges::find(mischief_, kind) != mischief_.end(); }

NodeParts Machine::parts() {
    return {.time = shared_.time,
            .disk = *disk_,
            .keys = keys_,
            .genesis_state_root = genesis_state_root_,
            .runtimes = shared_.runtimes,
            .label = label_,
            .number = end_,
            .ends = shared_.ends,
            .life = life_,
            .clock_skew_ms = [this] { return clock_skew_ms_; },
            .is_validator = is_validator_,
            .mischief = mischief_,
            .mischief_seed = shared_.plan.seed * 100 + end_,
            .on_mischief = [this](FaultKind kind) { shared_.count(kind); },
            .bug = shared_.options.bug,
            .work = shared_.options.work,
            .wire = shared_.wire,
            .listener = this,
            .send =
                [this](size_t to, Bytes message) {
                    if (!disk_->has_crashed()) shared_.network.send(end_, to, std::move(message));
                },
            .on_vote =
                [this](const consensus::grandpa::VoteMessage& vote) {
                    if (disk_->has_crashed()) return;
                    ++shared_.report.votes;
                    shared_.report.sets = std::max(shared_.report.sets, vote.set_id);
                    if (is_honest()) shared_.checker.on_vote(end_, vote);
                },
            .on_verdict =
                [this](size_t from, consensus::grandpa::MessageVerdict verdict) {
                    if (disk_->has_crashed()) return;
                    if (shared_.options.bug == Bug::kAccusesHonestPeers && ++judged_ % 50 == 0) {
                        verdict = consensus::grandpa::MessageVerdict::kWrongSignature;
                    }
                    shared_.log(label_ + " judges a message of n" + std::to_string(from) + ": " + to_string(verdict));
                    shared_.checker.on_verdict(end_, from, verdict);
                },
            .on_import_result = [this](const auto& block, BytesView digest,
                                       const auto& outcome) { on_import_result(block, digest, outcome); },
            .on_rpc_violation =
                [this](const std::string& text) {
                    if (!disk_->fault) shared_.checker.fail(Rule::kRpc, label_ + ": " + text);
                }};
}

void Machine::start() {
    is_wanted_ = true;
    if (node_ != nullptr) return;
    ++life_;
    auto started = Node::start(parts());
    if (!started) {
        if (!disk_->fault) {
            shared_.checker.fail(Rule::kStart, label_ + " does not start: " + started.error());
            return;
        }
        shared_.log(label_ + " does not start: " + started.error());
        shared_.time.post_after_us(kStartAgainMs * 1000, [this] {
            if (is_wanted_) start();
        });
        return;
    }
    node_ = *std::move(started);
    ++shared_.report.starts;
    if (clock_skew_ms_ != 0) shared_.count(FaultKind::kClockSkew);
    if (!is_validator_) shared_.count(FaultKind::kObserver);
    const auto finalized = node_->client().finalized();
    const auto best = node_->client().best();
    shared_.log(label_ + " starts at " + shared_.checker.name_of(best) + ", final " +
                shared_.checker.name_of(finalized));
    if (is_honest()) shared_.checker.on_started(end_, finalized);
    if (best_at_stop_ && best_at_stop_->hash != best.hash) {
        shared_.checker.fail(Rule::kLost, label_ + " starts at " + shared_.checker.name_of(best) +
                                              " after it was stopped properly at " +
                                              shared_.checker.name_of(*best_at_stop_));
    }
    best_at_stop_.reset();
    if (disk_->fault) return;
    check_state(finalized.hash);
    check_state(best.hash);
}

void Machine::end_life(bool loses_power) {
    node_.reset();
    if (shared_.options.bug == Bug::kDamagedState) {
        (void)disk_->damage(state::columns::kTopEntries, *from_hex(kSudoKey));
    }
    if (shared_.options.bug == Bug::kDamagedFormat) {
        (void)disk_->damage(chain::columns::kPointers, as_bytes("format"));
    }
    const size_t unsynced = disk_->unsynced();
    const size_t lost = loses_power && unsynced > 0 ? random_() % (unsynced + 1) : 0;
    disk_->lose(lost);
    shared_.log(label_ + " is down" +
                (loses_power
                     ? ", " + std::to_string(lost) + " of " + std::to_string(unsynced) + " unsynced commits are lost"
                     : std::string()));
}

void Machine::crash(bool loses_power) {
    is_wanted_ = false;
    if (node_ == nullptr) return;
    ++shared_.report.crashes;
    if (!disk_->has_crashed()) disk_->crash();
    end_life(loses_power);
}

void Machine::stop() {
    is_wanted_ = false;
    if (!is_running()) return;
    node_->stop();
    const auto best = node_->client().best();
    if (!disk_->fault) best_at_stop_ = best;
    node_.reset();
    const size_t unsynced = disk_->unsynced();
    disk_->lose(unsynced);
    shared_.log(label_ + " is stopped at " + shared_.checker.name_of(best) + ", then its power goes, " +
                std::to_string(unsynced) + " unsynced commits are lost");
}

void Machine::begin(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::kPowerLoss:
        case FaultKind::kKill:
            if (is_running()) shared_.count(fault.kind);
            return crash(fault.kind == FaultKind::kPowerLoss);
        case FaultKind::kStop:
            if (is_running()) shared_.count(fault.kind);
            return stop();
        case FaultKind::kCrashAtWrite:
            if (!is_running()) return;
            disk_->crash_at(fault.parameter / 2,
                            fault.parameter % 2 == 0 ? CrashPoint::kBeforeCommit : CrashPoint::kAfterCommit, [this] {
                                shared_.log(label_ + " loses its power in a commit");
                                shared_.count(FaultKind::kCrashAtWrite);
                                shared_.time.post_after_us(0, [this] { crash(true); });
                            });
            return;
        case FaultKind::kDiskFull:
            disk_->fault = [this](DiskOperation operation) -> std::optional<StoreError> {
                if (operation == DiskOperation::kRead) return std::nullopt;
                shared_.count(FaultKind::kDiskFull);
                return StoreError{StoreError::Kind::kFull, "the simulated disk is full"};
            };
            return;
        case FaultKind::kDiskErrors:
            disk_->fault = [this, thousandth = fault.parameter](DiskOperation) -> std::optional<StoreError> {
                if (random_() % 10'000 > thousandth) return std::nullopt;
                shared_.count(FaultKind::kDiskErrors);
                return StoreError{StoreError::Kind::kIo, "the simulated disk fails"};
            };
            return;
        case FaultKind::kSlowDisk:
            disk_->before_commit = [this, most = fault.parameter](uint64_t) {
                if (node_ == nullptr) return;
                shared_.count(FaultKind::kSlowDisk);
                auto& scheduler = node_->scheduler();
                (void)scheduler.sleep_until_unix_ms(scheduler.unix_now_ms() + random_() % (most + 1), {});
            };
            return;
        case FaultKind::kRotateKeys:
            return rotate_keys();
        case FaultKind::kClockSkew:
            if (fault.duration_ms == 0) return;
            shared_.count(FaultKind::kClockSkew);
            clock_skew_ms_ = skew_of(fault);
            return;
        default:
            return;
    }
}

void Machine::end(const Fault& fault) {
    switch (fault.kind) {
        case FaultKind::kPowerLoss:
        case FaultKind::kKill:
        case FaultKind::kStop:
            return start();
        case FaultKind::kCrashAtWrite:
            disk_->cancel_crash();
            return start();
        case FaultKind::kDiskFull:
        case FaultKind::kDiskErrors:
            // Parts of it may have stopped, as they should: the operator frees the disk and starts the node again.
            disk_->fault = {};
            crash(false);
            return start();
        case FaultKind::kSlowDisk:
            disk_->before_commit = {};
            return;
        case FaultKind::kClockSkew:
            clock_skew_ms_ = 0;
            return;
        default:
            return;
    }
}

void Machine::receive(size_t from, Bytes message) {
    if (is_running()) node_->receive(from, std::move(message));
}

void Machine::on_imported(const chain::ImportedBlock& block) {
    if (disk_->has_crashed()) return;
    shared_.time.trace(block.id.hash.bytes);
    shared_.checker.on_imported(*block.header, block.id);
    shared_.report.best = std::max<uint64_t>(shared_.report.best, block.id.number);
    const bool is_own = block.origin == chain::BlockOrigin::kOwn;
    shared_.log(label_ + (is_own ? " authors " : " imports ") + shared_.checker.name_of(block.id) +
                (block.is_new_best ? ", the best one" : ""));
    if (!is_own) return;
    ++shared_.report.blocks;
    if (end_ != number_) shared_.count(FaultKind::kTwin);
    const auto digests = consensus::babe::find_digests(*block.header);
    if (!is_honest() || !digests || !digests->claim) return;
    const auto body = node_->client().find_body(block.id.hash);
    const Hash256 digest = body && *body ? body_digest(**body) : Hash256{};
    shared_.checker.on_authored(end_, *block.header, consensus::babe::slot_of(*digests->claim), digest.bytes);
}

void Machine::on_finalized(const chain::FinalizedBlocks& event) {
    if (disk_->has_crashed()) return;
    shared_.time.trace(event.blocks.back().hash.bytes);
    shared_.report.finalized = std::max<uint64_t>(shared_.report.finalized, event.blocks.back().number);
    shared_.log(label_ + " finalizes " + shared_.checker.name_of(event.blocks.back()));
    if (!is_honest()) return;
    shared_.checker.on_finalized(end_, event);
    if (shared_.options.bug == Bug::kFinalityGoesBack && ++finalized_ % 5 == 0) {
        shared_.checker.on_finalized(end_, event);
    }
}

void Machine::on_import_result(const chain::BlockId& block, BytesView digest,
                               const Result<chain::ImportOutcome, chain::ChainError>& outcome) {
    if (disk_->has_crashed()) return;
    if (!outcome) {
        shared_.log(label_ + " cannot import " + shared_.checker.name_of(block) + ": " + outcome.error().reason);
        return;
    }
    const bool refuses = shared_.options.bug == Bug::kRefusesGoodBlocks && block.number % 7 == 5;
    if (outcome->kind != chain::ImportOutcome::Kind::kRefused && !refuses) return;
    shared_.log(label_ + ": " + outcome->to_string());
    const chain::Refusal refusal = outcome->refusal.value_or(chain::Refusal{chain::RefusalReason::kBadSeal, "a bug"});
    if (is_about_clock(shared_.plan, refusal.reason)) return;
    if (is_honest()) shared_.checker.on_refused(end_, block, shared_.checker.is_body_of(block.hash, digest), refusal);
}

void Machine::check_bounds() {
    const auto too_many = [&](const std::string& what, uint64_t count, uint64_t most) {
        if (count > most) {
            shared_.checker.fail(Rule::kBound, label_ + " holds " + std::to_string(count) + " " + what +
                                                   ", more than " + std::to_string(most));
        }
    };
    const auto pool = node_->pool().status();
    too_many("ready transactions", pool.ready, kMaxReady);
    too_many("bytes of ready transactions", pool.ready_bytes, kMaxReadyBytes);
    too_many("future transactions", pool.future, kMaxFuture);
    too_many("bytes of future transactions", pool.future_bytes, kMaxFutureBytes);
    if (node_->network() != nullptr) {
        const auto network = node_->network()->state();
        too_many("peers", network.peers.size(), shared_.ends - 1 + shared_.lying_peers);
        // A peer may begin messages of 17 MiB and never end them.
        too_many("bytes of its network", network.memory_bytes, (32 + 17 * shared_.lying_peers) << 20);
    }
    if (const Exchange* exchange = node_->exchange()) {
        too_many("blocks that wait for import", exchange->queued_blocks(), Exchange::kQueueOptions.limits.max_blocks);
        too_many("bytes that wait for import", exchange->queued_bytes(), Exchange::kQueueOptions.limits.max_bytes);
        too_many("wanted blocks", exchange->wanted(), Exchange::kMaxWanted);
    }
    for (const auto& lane : node_->scheduler().lane_figures()) {
        too_many("tasks of the lane " + lane.name, lane.waiting, 4096 + 64);
        too_many("timers of the lane " + lane.name, lane.timers, 4096);
        uint64_t& longest = shared_.report.longest_wait_us[static_cast<size_t>(lane.runs_on)];
        longest = std::max(longest, lane.longest_wait_us);
    }
}

void Machine::check_state(const Hash256& block) {
    const auto fail = [&](const std::string& text) {
        shared_.checker.fail(Rule::kState, label_ + ": the state of " + to_hex_prefixed(block.bytes) + " " + text);
    };
    const auto header = node_->client().find_header(block);
    const auto state = node_->client().state_of(block);
    if (!header || *header == nullptr || !state) return fail("is not there");
    trie::RootBuilder builder(trie::StateVersion::kV1);
    const auto visited = (*state)->visit(
        state::Area::top(), {}, [&](BytesView key, BytesView value) { return builder.add(key, value).has_value(); });
    if (!visited) return fail("cannot be read: " + visited.error().reason);
    if (builder.finish() != (*header)->state_root) fail("has another root than its header says");
}

void Machine::rotate_keys() {
    if (!is_running()) return;
    const auto keys = node_->rpc().call("author_rotateKeys");
    const auto bytes = from_hex_prefixed(keys && keys->is_string() ? std::string(keys->as_string()) : std::string());
    if (!bytes) {
        if (!disk_->fault) shared_.checker.fail(Rule::kRpc, label_ + ": author_rotateKeys makes no keys");
        return;
    }
    const auto extrinsic = next_extrinsic(*node_, stash_secret(number_), set_keys_call(*bytes));
    if (!extrinsic) return;
    const auto hash =
        node_->rpc().call("author_submitExtrinsic", "[\"" + to_hex_prefixed(scale::encode(*extrinsic)) + "\"]");
    if (hash) shared_.count(FaultKind::kRotateKeys);
    shared_.log(label_ + " asks for new session keys" + (hash ? "" : ", and is refused"));
}

void Machine::submit_transfer(uint64_t random) {
    ByteArray<32> to{};
    store_le(to.data(), random);
    const auto extrinsic =
        next_extrinsic(*node_, account_secret(random % kAccounts), transfer_call(to, 1'000'000'000'000));
    if (!extrinsic) return;
    if (node_->rpc().call("author_submitExtrinsic", "[\"" + to_hex_prefixed(scale::encode(*extrinsic)) + "\"]")) {
        ++shared_.report.transactions;
    }
}

}  // namespace serinus::world
