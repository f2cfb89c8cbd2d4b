#include "node/informant.hpp"

#include "chain/store/block_text.hpp"
#include "node/informant_text.hpp"
#include "platform/log.hpp"

namespace serinus::node {
namespace {

constexpr const char* kInformantLog = "substrate";  // Observed: polkadot v1.0.0, for filters that name it
constexpr uint64_t kIntervalMs = 5000;

}  // namespace

Informant::Informant(chain::Client& client, platform::Scheduler& scheduler, NodeNetwork* network)
    : client_(client),
      scheduler_(scheduler),
      network_(network),
      last_best_(client.best()),
      last_ms_(scheduler.now_ms()),
      lane_(scheduler.make_lane({.name = "informant"})) {
    client_.add_listener(this);
    schedule_status();
}

Informant::~Informant() {
    client_.remove_listener(this);
    lane_->close();
}

void Informant::schedule_status() {
    lane_->post_after(kIntervalMs, [this] {
        log::info(kInformantLog, status_line(status()));
        schedule_status();
    });
}

ChainStatus Informant::status() {
    ChainStatus out{.best = client_.best(), .finalized = client_.finalized()};
    const uint64_t now = scheduler_.now_ms();
    const uint64_t elapsed_ms = std::max<uint64_t>(1, now - last_ms_);
    if (network_ != nullptr) {
        const NetworkState state = network_->state();
        out.peers = state.peers.size();
        if (state.is_syncing) out.sync_target = state.target;
        out.is_target_queued = state.target && uint64_t{out.best.number} + state.queued_blocks >= *state.target;
        out.warp = state.warp;
        out.history = state.history;
        const int64_t blocks = int64_t{out.best.number} - last_best_.number;
        out.blocks_per_second =
            static_cast<double>(std::max<int64_t>(0, blocks)) * 1000 / static_cast<double>(elapsed_ms);
        out.bytes_in_per_second = (state.bytes_in - last_in_) * 1000 / elapsed_ms;
        out.bytes_out_per_second = (state.bytes_out - last_out_) * 1000 / elapsed_ms;
        last_in_ = state.bytes_in;
        last_out_ = state.bytes_out;
    }
    last_best_ = out.best;
    last_ms_ = now;
    return out;
}

void Informant::on_imported(const chain::ImportedBlock& block) {
    if (const auto reorganized = reorganized_line(block)) log::info(kInformantLog, *reorganized);
    log::info(kInformantLog, imported_line(block));
}

void Informant::on_finalized(const chain::FinalizedBlocks& finalized) {
    log::debug(kInformantLog, [&] { return "Finalized " + chain::short_block(finalized.blocks.back()); });
}

}  // namespace serinus::node
