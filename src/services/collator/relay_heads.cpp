#include "services/collator/relay_heads.hpp"

#include "base/hex.hpp"
#include "collator/relay_keys.hpp"
#include "platform/log.hpp"
#include "services/collator/block_recovery.hpp"
#include "services/warp/warp.hpp"

namespace serinus::services {

using Follower = collator::RelayFollower;
using primitives::Header;

namespace {

constexpr const char* kHeadsLog = "cumulus-consensus";

}  // namespace

Result<void, std::string> RelayHeads::start() {
    lane_ = scheduler_.make_lane({.name = "relay-heads", .runs_on = platform::WorkClass::kConsensus});
    follower_.emplace(client_.best().hash, client_.finalized().number);
    client_.add_listener(&para_listener_);
    relay_.add_listener(relay_listener_);
    is_listening_ = true;
    note_final(relay_.finalized().hash);
    note_best(relay_.best().hash);
    return {};
}

void RelayHeads::stop() {
    if (std::exchange(is_listening_, false)) {
        relay_.remove_listener(relay_listener_);
        client_.remove_listener(&para_listener_);
    }
    if (lane_ != nullptr) lane_->close();
}

void RelayHeads::note_best(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    best_ = block;
    if (!std::exchange(is_posted_, true)) (void)lane_->post_always([this] { look_at_relay(); });
}

void RelayHeads::note_final(const Hash256& block) {
    const std::lock_guard lock(mutex_);
    final_ = block;
    if (!std::exchange(is_posted_, true)) (void)lane_->post_always([this] { look_at_relay(); });
}

void RelayHeads::note_imported(std::shared_ptr<const Header> header) {
    (void)lane_->post_always([this, header = std::move(header)] {
        Follower::Effects effects;
        follower_->on_imported(*header, effects);
        carry_out(effects);
    });
}

void RelayHeads::look_at_relay() {
    std::optional<Hash256> best, final_block;
    {
        const std::lock_guard lock(mutex_);
        best = std::exchange(best_, std::nullopt);
        final_block = std::exchange(final_, std::nullopt);
        is_posted_ = false;
    }
    Follower::Effects effects;
    if (final_block) {
        if (const auto head = head_at(*final_block)) {
            if (is_live_) sinks_.final_block(*head);
            follower_->on_final_head(*head, known(*head), effects);
        }
    }
    if (best) {
        if (const auto head = head_at(*best)) follower_->on_best_head(*head, known(*head), effects);
    }
    carry_out(effects);
}

std::optional<Header> RelayHeads::head_at(const Hash256& relay_block) {
    const auto state = relay_.state_of(relay_block);
    if (!state) return std::nullopt;  // pruned meanwhile: a later one is looked at
    const auto value = (*state)->get(collator::head_key(para_));
    if (!value || !*value) return std::nullopt;
    const auto head = scale::decode<Bytes>(**value);
    if (!head) return std::nullopt;
    const auto header = scale::decode<Header>(*head);
    if (!header) return std::nullopt;
    check_genesis(*header);
    return *header;
}

/// Observed: cumulus-client-collator 0.36.0, `check_block_status`
void RelayHeads::check_genesis(const Header& head) {
    if (head.number != 0) return;
    const Hash256 hash = primitives::header_hash(head);
    if (hash == client_.genesis().hash || std::exchange(has_said_wrong_genesis_, true)) return;
    log::error(kHeadsLog, "Could not find the header of the genesis block in the database! The relay chain has " +
                              to_hex_prefixed(hash.bytes) + " as head of the parachain, whose genesis here is " +
                              to_hex_prefixed(client_.genesis().hash.bytes));
}

Follower::Known RelayHeads::known(const Header& head) {
    const Hash256 hash = primitives::header_hash(head);
    const auto header = client_.find_header(hash);
    if (!header || *header == nullptr) return Follower::Known::kNo;
    return client_.has_state(hash) ? Follower::Known::kYes : Follower::Known::kPruned;
}

/// Observed: cumulus-client-consensus-common 0.36.0, `import_block_as_new_best`: the best block of this node may be
/// higher than what is included, on the same branch or on another one.
void RelayHeads::set_best(const Hash256& hash) {
    const auto header = client_.find_header(hash);
    if (!header || *header == nullptr) return;
    const chain::BlockId best = client_.best();
    if (hash == best.hash || (*header)->number < best.number) return;
    const auto set = client_.set_head(hash, false);
    if (!set) log::warn(kHeadsLog, "The included block cannot become the best one: " + set.error().reason);
}

void RelayHeads::carry_out(Follower::Effects& effects) {
    for (const auto& effect : effects) {
        if (const auto* best = std::get_if<Follower::SetBest>(&effect)) {
            set_best(best->hash);
        } else if (const auto* final_block = std::get_if<Follower::Finalize>(&effect)) {
            const auto done = client_.finalize(final_block->hash, std::nullopt);
            if (!done) {
                log::warn(kHeadsLog, "Failed to finalize block " + to_hex_prefixed(final_block->hash.bytes) + ": " +
                                         done.error().reason);
            } else {
                log::debug(kHeadsLog, [&] { return "Finalized block " + to_hex_prefixed(final_block->hash.bytes); });
            }
        } else if (const auto* wanted = std::get_if<Follower::Fetch>(&effect)) {
            sinks_.fetch({wanted->hash, wanted->number});
        }
    }
    effects.clear();
}

void add_relay_heads(NodeParts& node, BlockRecovery& recovery, Warp& warp, collator::RelayChain& relay,
                     polkadot_primitives::ParaId para) {
    node.add<RelayHeads>(
        RelayHeads::Chains{node.client, relay, node.scheduler}, para,
        RelayHeads::Sinks{.fetch =
                              [&recovery, &warp](const chain::BlockId& block) {
                                  if (!warp.is_running()) recovery.fetch(block);
                              },
                          .final_block = [&warp](const primitives::Header& header) { warp.tell(header); }});
}

}  // namespace serinus::services
