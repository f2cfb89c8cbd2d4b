#include "node/informant.hpp"

#include "node/informant_text.hpp"
#include "platform/log.hpp"
#include "platform/workers.hpp"

namespace serinus::node {
namespace {

constexpr const char* kTarget = "substrate";  // Observed: as in the reference, for filters that name it
constexpr uint64_t kIntervalMs = 5000;

}  // namespace

Informant::Informant(chain::Client& client, platform::Workers& workers) : client_(client), workers_(workers) {
    client_.add_listener(this);
    tell_later();
}

Informant::~Informant() { client_.remove_listener(this); }

void Informant::tell_later() {
    workers_.post_after(kIntervalMs, [this] {
        log::info(kTarget, status_line({.best = client_.best(), .finalized = client_.finalized()}));
        tell_later();
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
