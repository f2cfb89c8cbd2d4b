#include "node/informant.hpp"

#include "node/informant_text.hpp"
#include "platform/log.hpp"

namespace serinus::node {
namespace {

constexpr const char* kTarget = "substrate";  // Observed: polkadot v1.0.0, for filters that name it
constexpr uint64_t kIntervalMs = 5000;

}  // namespace

Informant::Informant(chain::Client& client, platform::Scheduler& scheduler)
    : client_(client), lane_(scheduler.make_lane({.name = "informant"})) {
    client_.add_listener(this);
    schedule_status();
}

Informant::~Informant() {
    client_.remove_listener(this);
    lane_->close();
}

void Informant::schedule_status() {
    lane_->post_after(kIntervalMs, [this] {
        log::info(kTarget, status_line({.best = client_.best(), .finalized = client_.finalized()}));
        schedule_status();
    });
}

void Informant::on_imported(const chain::ImportedBlock& block) {
    if (const auto reorganized = reorganized_line(block)) log::info(kTarget, *reorganized);
    log::info(kTarget, imported_line(block));
}

void Informant::on_finalized(const chain::FinalizedBlocks& finalized) {
    log::debug(kTarget, [&] { return "Finalized " + short_block(finalized.blocks.back()); });
}

}  // namespace serinus::node
