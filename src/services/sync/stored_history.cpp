#include "services/sync/stored_history.hpp"

#include "platform/log.hpp"

namespace serinus::services {

StoredHistory::StoredHistory(chain::Client& client, platform::Scheduler& scheduler, chain::Pruning bodies,
                             std::function<void(bool is_good)> on_stored)
    : client_(client),
      bodies_(bodies),
      on_stored_(std::move(on_stored)),
      lane_(scheduler.make_lane({.name = "history", .max_waiting = 4, .runs_on = platform::WorkClass::kRuntime})) {}

std::optional<chain::BlockId> StoredHistory::highest_missing() {
    const auto gap = client_.gap();
    if (!gap || !*gap) return std::nullopt;
    const auto above = client_.find_hash((*gap)->last + 1);
    if (!above || !*above) return std::nullopt;
    const auto header = client_.find_header(**above);
    if (!header || *header == nullptr) return std::nullopt;
    return chain::BlockId{(*header)->parent_hash, (*gap)->last};
}

bool StoredHistory::wants_body(primitives::BlockNumber number) {
    if (bodies_.mode != chain::Pruning::Mode::kLast) return true;
    return uint64_t{number} + bodies_.count > client_.finalized().number;
}

void StoredHistory::store(std::vector<network::sync::ReceivedBlock> blocks) {
    (void)lane_->post([this, blocks = std::move(blocks)]() mutable {
        bool is_good = true;
        for (auto& block : blocks) {
            const bool has_body = wants_body(block.header.number);
            chain::HistoricBlock historic{std::move(block.header), std::nullopt};
            if (has_body) historic.body = std::move(block.body);
            const auto done = client_.import_historic(historic);
            if (!done) log::warn("sync", "An old block cannot be kept: " + done.error().reason);
            is_good = done && done->kind != chain::ImportOutcome::Kind::kRefused;
            if (!is_good) break;
        }
        on_stored_(is_good);
    });
}

}  // namespace serinus::services
