#include "services/collator/block_recovery.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/parachain_host/parachain_host.hpp"

namespace serinus::services {

using collator::BodyRecovery;
using primitives::Block;
using primitives::Header;

namespace {

constexpr const char* kRecoveryLog = "cumulus-pov-recovery";

}  // namespace

BlockRecovery::BlockRecovery(NodeParts& node, Sync& sync, const Relay& relay, polkadot_primitives::ParaId para,
                             collator::RecoveryDelay delay)
    : client_(node.client), scheduler_(node.scheduler), sync_(sync), relay_(relay), para_(para), delay_(delay) {}

Result<void, std::string> BlockRecovery::start() {
    if (network_ == nullptr) return {};
    lane_ = scheduler_.make_lane({.name = "block-recovery", .runs_on = platform::WorkClass::kConsensus});
    const ByteArray<32> seed = scheduler_.random_array<32>();
    core_.emplace(
        delay_, client_.finalized().number, [this](const Hash256& block) { return is_known(block); },
        scale::decode<uint64_t>(BytesView(seed).first(8)).value());
    owner_->alive = this;
    client_.add_listener(&para_listener_);
    relay_.chain.add_listener(relay_listener_);
    is_listening_ = true;
    return {};
}

void BlockRecovery::stop() {
    if (std::exchange(is_listening_, false)) {
        relay_.chain.remove_listener(relay_listener_);
        client_.remove_listener(&para_listener_);
    }
    {
        const std::lock_guard lock(owner_->mutex);
        owner_->alive = nullptr;
    }
    if (lane_ != nullptr) lane_->close();
}

// --- what happens ---

void BlockRecovery::note_relay_block(const collator::RelayBlock& block) {
    if (!block.is_recent) return;
    (void)lane_->post_always([this, hash = block.id.hash] { look_at_candidates(hash); });
}

void BlockRecovery::note_imported(const Hash256& block) {
    (void)lane_->post_always([this, block] {
        BodyRecovery::Effects effects;
        core_->on_imported(block, effects);
        carry_out(effects);
    });
}

void BlockRecovery::note_final(primitives::BlockNumber number) {
    (void)lane_->post_always([this, number] { core_->on_finalized(number); });
}

void BlockRecovery::fetch(const chain::BlockId& block) {
    if (lane_ == nullptr) return;
    (void)lane_->post_always([this, hash = block.hash] {
        core_->request(hash, scheduler_.now_ms());
        plan_wake();
    });
    network_->post(
        [this, block](network::Parts parts) { sync_.core().request_block(block, {}, parts.scheduler.now_ms()); });
}

bool BlockRecovery::is_known(const Hash256& block) { return sync_.chain().has(block); }

/// nullopt: the state is gone, or the runtime has no parachains.
std::optional<BlockRecovery::Candidates> BlockRecovery::pending_at(const Hash256& relay_block) {
    namespace host = runtime_api::parachain_host;
    runtime_api::BlockCalls& calls = relay_.chain.calls();
    auto all = calls.ask(relay_block, host::kCandidatesPendingAvailability, para_);
    if (all) return *std::move(all);
    if (all.error().kind != executor::CallError::Kind::kNoSuchMethod) return std::nullopt;
    auto one = calls.ask(relay_block, host::kCandidatePendingAvailability, para_);
    if (!one) return std::nullopt;
    return *one ? Candidates{**std::move(one)} : Candidates();
}

/// Nothing is looked at while the parachain's node is far behind, as sync brings these blocks. Inferred from
/// cumulus-client-pov-recovery 0.36.0, which gives its stream of candidates the state of sync.
void BlockRecovery::look_at_candidates(const Hash256& relay_block) {
    if (network_->is_syncing()) return;
    auto pending = pending_at(relay_block);
    if (!pending) return;
    for (auto& candidate : *pending) {
        auto header = scale::decode<Header>(candidate.commitments.head_data._0);
        if (!header) {
            log::warn(kRecoveryLog, "Failed to decode parachain header from pending candidate");
            continue;
        }
        core_->on_candidate({*std::move(header), candidate.to_plain(), relay_block}, scheduler_.now_ms());
    }
    plan_wake();
}

// --- recovery ---

void BlockRecovery::recover(BodyRecovery::Recover wanted) {
    log::debug(kRecoveryLog, [&] { return "Issuing recovery request for " + to_hex_prefixed(wanted.block.bytes); });
    relay_.recover(std::move(wanted.receipt), wanted.seen_at,
                   [owner = owner_, block = wanted.block](const std::optional<parachain::PoV>& pov) {
                       std::variant<std::vector<Block>, BodyRecovery::NoBlocks> result =
                           BodyRecovery::NoBlocks::kUnavailable;
                       if (pov) {
                           auto blocks = collator::blocks_of_pov(pov->block_data, block);
                           result = BodyRecovery::NoBlocks::kUnreadable;
                           if (blocks) result = *std::move(blocks);
                       }
                       const std::lock_guard lock(owner->mutex);
                       if (owner->alive != nullptr) owner->alive->on_blocks(block, std::move(result));
                   });
}

void BlockRecovery::on_blocks(const Hash256& block, std::variant<std::vector<Block>, BodyRecovery::NoBlocks> result) {
    (void)lane_->post_always([this, block, result = std::move(result)]() mutable {
        BodyRecovery::Effects effects;
        core_->on_recovered(block, std::move(result), scheduler_.now_ms(), effects);
        carry_out(effects);
    });
}

void BlockRecovery::carry_out(BodyRecovery::Effects& effects) {
    for (auto& effect : effects) {
        if (auto* wanted = std::get_if<BodyRecovery::Recover>(&effect)) {
            recover(std::move(*wanted));
        } else if (auto* order = std::get_if<BodyRecovery::Import>(&effect)) {
            log::info(kRecoveryLog, "Importing " + std::to_string(order->blocks.size()) +
                                        " block(s) recovered from validators, the last one #" +
                                        std::to_string(order->blocks.back().header.number.value));
            // Observed: cumulus-client-consensus-aura 0.36.0: the limit does not hold for what is recovered.
            if (relay_.limit != nullptr) {
                for (const Block& block : order->blocks) relay_.limit->want(primitives::header_hash(block.header));
            }
            sync_.chain().import_recovered(std::move(order->blocks));
        } else {
            log::warn(kRecoveryLog, "Unable to recover block " +
                                        to_hex_prefixed(std::get<BodyRecovery::GivenUp>(effect).block.bytes));
        }
    }
    effects.clear();
    plan_wake();
}

void BlockRecovery::plan_wake() {
    const auto wake_at = core_->wake_at();
    if (!wake_at || (planned_wake_ && *planned_wake_ <= *wake_at)) return;
    planned_wake_ = wake_at;
    const uint64_t now = scheduler_.now_ms();
    (void)lane_->post_after(*wake_at > now ? *wake_at - now : 1, [this, at = *wake_at] {
        if (planned_wake_ != at) return;
        planned_wake_.reset();
        BodyRecovery::Effects effects;
        core_->on_time(scheduler_.now_ms(), effects);
        carry_out(effects);
    });
}

BlockRecovery& add_block_recovery(NodeParts& node, Sync& sync, const BlockRecovery::Relay& relay,
                                  polkadot_primitives::ParaId para, collator::RecoveryDelay delay) {
    return node.add<BlockRecovery>(node, sync, relay, para, delay);
}

}  // namespace serinus::services
