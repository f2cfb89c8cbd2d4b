#include "services/sync/client_chain.hpp"

#include "codec/scale.hpp"
#include "platform/log.hpp"

namespace serinus::services {

using network::sync::ImportResult;

ClientChain::ClientChain(chain::Client& client, platform::Scheduler& scheduler, OnImported on_imported)
    : client_(client),
      on_imported_(std::move(on_imported)),
      queue_(std::make_unique<chain::ImportQueue>(
          client, scheduler, [this](const auto& block, const auto& outcome) { on_done(block, outcome); },
          chain::ImportQueueOptions{.limits = {.max_blocks = kMaxBlocks, .max_bytes = kMaxBytes}})) {}

bool ClientChain::contains(const Hash256& block) {
    const auto header = client_.find_header(block);
    return header && *header != nullptr;
}

std::optional<Hash256> ClientChain::hash_at(primitives::BlockNumber number) {
    return client_.find_hash(number).value_or(std::nullopt);
}

void ClientChain::import(std::vector<network::sync::ReceivedBlock> blocks, const network::PeerId&,
                         bool is_catching_up) {
    // Observed: polkadot-stable2407, sc-network-sync: what comes during a major sync is history, all else is news
    const auto origin =
        is_catching_up ? chain::BlockOrigin::kNetworkInitialSync : chain::BlockOrigin::kNetworkBroadcast;
    for (auto& block : blocks) {
        const chain::BlockId id{block.hash, block.header.number};
        const Hash256 parent = block.header.parent_hash;
        primitives::SignedBlock signed_block{{std::move(block.header), std::move(block.body)},
                                             std::move(block.justifications)};
        using enum chain::ImportQueue::Pushed;
        const auto pushed = queue_ == nullptr ? kFull : queue_->push(std::move(signed_block), origin);
        // Of one that waits already the first copy is reported.
        if (pushed != kTaken && pushed != kTwice) on_imported_(id, parent, ImportResult::kNotNow);
    }
}

void ClientChain::import_recovered(std::vector<primitives::Block> blocks) {
    for (auto& block : blocks) {
        // What does not fit is recovered, or comes from peers, later.
        (void)queue_->push(primitives::SignedBlock{std::move(block), std::nullopt},
                           chain::BlockOrigin::kNetworkBroadcast);
    }
}

size_t ClientChain::import_room() {
    // The blocks of an answer may be as large as this, however few they are.
    const bool is_full = queue_ == nullptr || queue_->bytes() + network::sync::kMaxAnswerInMemory > kMaxBytes;
    return is_full ? 0 : kMaxBlocks - std::min(kMaxBlocks, queue_->size());
}

network::gossip::HeaderVerdict ClientChain::judge(const primitives::Header& header, const Hash256& hash) const {
    using enum network::gossip::HeaderVerdict;
    const auto verdict = queue_->check_header({hash, header.number}, header);
    if (!verdict) return kUnknown;
    if (verdict->good()) return kGood;
    const auto& refusal = *verdict->refusal;
    log::debug("sync", [&] { return "An announced header is refused: " + refusal.text; });
    return chain::proves_misbehaviour(refusal.reason) ? kBad : kUnknown;
}

void ClientChain::on_done(const chain::BlockId& block, const Result<chain::ImportOutcome, chain::ChainError>& outcome) {
    using Kind = chain::ImportOutcome::Kind;
    ImportResult result = ImportResult::kImported;
    if (!outcome) {
        const bool is_ours = outcome.error().kind != chain::ChainError::Kind::kUnknown;
        result = is_ours ? ImportResult::kFailed : ImportResult::kNotNow;
        if (is_ours)
            log::warn("sync", "Block " + std::to_string(block.number) + " is not imported: " + outcome.error().reason);
    } else if (outcome->kind == Kind::kKnown) {
        result = ImportResult::kKnown;
    } else if (outcome->kind == Kind::kRefused) {
        const bool is_lie = outcome->refusal && chain::proves_misbehaviour(outcome->refusal->reason);
        result = is_lie ? ImportResult::kRefused : ImportResult::kNotNow;
        log::debug("sync", [&] { return outcome->to_string(); });
    }
    if (outcome && outcome->needs_justification && on_needed_) on_needed_(block);
    on_imported_(block, {}, result);
}

std::optional<network::sync::BlockData> ClientChain::find(const Hash256& block,
                                                          const network::sync::BlockFields& fields) {
    const auto header = client_.find_header(block);
    if (!header || *header == nullptr) return std::nullopt;
    network::sync::BlockData out{.hash = block, .header = {}, .body = {}};
    if (fields.header) out.header = scale::encode(**header);
    if (fields.body) {
        const auto body = client_.find_body(block);
        if (!body || !*body) return std::nullopt;
        for (const auto& extrinsic : **body) out.body.push_back(scale::encode(extrinsic));
    }
    if (fields.justification) {
        const auto justifications = client_.find_justifications(block);
        if (justifications && *justifications) out.justifications = scale::encode(**justifications);
    }
    return out;
}

std::optional<std::pair<Hash256, primitives::BlockNumber>> ClientChain::parent_of(const Hash256& block) {
    const auto header = client_.find_header(block);
    if (!header || *header == nullptr) return std::nullopt;
    return std::pair<Hash256, primitives::BlockNumber>((*header)->parent_hash, (*header)->number);
}

}  // namespace serinus::services
