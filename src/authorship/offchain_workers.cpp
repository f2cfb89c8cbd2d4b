#include "authorship/offchain_workers.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "executor/offchain.hpp"
#include "platform/log.hpp"
#include "runtime_api/block_calls.hpp"
#include "runtime_api/offchain_worker.hpp"

namespace serinus::authorship {

using chain::BlockId;

namespace {

constexpr const char* kOffchainLog = "offchain-worker";

std::string reason_text(OffchainCore::SkipReason reason) {
    switch (reason) {
        case OffchainCore::SkipReason::kNotBest:
            return "Skipping offchain workers for non-canon block: ";
        case OffchainCore::SkipReason::kTooManyWait:
            return "Offchain workers are busy, none runs at ";
        case OffchainCore::SkipReason::kWaitedTooLong:
            return "Offchain workers were busy for too long, none runs at ";
    }
    return {};
}

}  // namespace

std::unique_ptr<executor::OffchainServices> offchain_services(chain::Client& client, pool::TransactionPool& pool,
                                                              platform::Scheduler& scheduler, bool is_validator) {
    auto services = executor::OffchainServices::of(scheduler);
    services->is_validator = is_validator;
    services->persistent_storage = &client.offchain_storage();
    services->submit_transaction = [&pool](BytesView encoded) {
        // Runtimes give it as it stands in a body, with its length.
        const auto extrinsic = scale::decode<primitives::Extrinsic>(encoded);
        const auto submitted = pool.submit(extrinsic ? *extrinsic : to_bytes(encoded), pool::TransactionSource::kLocal);
        if (!submitted) log::debug(kOffchainLog, [&] { return "The pool refuses it: " + submitted.error().reason; });
        return submitted.has_value();
    };
    return services;
}

OffchainWorkerRunner::OffchainWorkerRunner(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                                           platform::Scheduler& scheduler, bool is_validator,
                                           executor::OffchainHttpFactory http, OffchainCore::Limits limits)
    : client_(&client),
      pool_(&pool),
      keys_(&keys),
      scheduler_(&scheduler),
      is_validator_(is_validator),
      http_(std::move(http)),
      core_(limits) {
    for (size_t i = 0; i < limits.running; ++i) {
        lanes_.push_back(
            scheduler.make_lane({.name = "offchain-" + std::to_string(i), .runs_on = platform::WorkClass::kGuest}));
    }
    client_->add_listener(this);
}

OffchainWorkerRunner::~OffchainWorkerRunner() {
    client_->remove_listener(this);
    for (auto& lane : lanes_) lane->close();
}

void OffchainWorkerRunner::on_imported(const chain::ImportedBlock& block) {
    handle(OffchainCore::Imported{{block.id, block.header}, block.is_new_best});
}

uint64_t OffchainWorkerRunner::runs() const {
    const std::lock_guard lock(mutex_);
    return core_.succeeded();
}

void OffchainWorkerRunner::handle(OffchainCore::Input input) {
    const std::lock_guard lock(mutex_);
    OffchainCore::Effects effects;
    core_.handle(std::move(input), scheduler_->now_ms(), effects);
    for (const auto& effect : effects) perform(effect);
}

void OffchainWorkerRunner::perform(const OffchainCore::Effect& effect) {
    if (const auto* begin = std::get_if<OffchainCore::Run>(&effect)) {
        (void)lanes_[begin->worker]->post_always([this, begin = *begin] {
            const auto outcome = run(begin);
            handle(OffchainCore::Ended{begin.worker, outcome});
        });
    } else if (const auto* skip = std::get_if<OffchainCore::Skip>(&effect)) {
        log::debug(kOffchainLog, [&] { return reason_text(skip->reason) + to_hex_prefixed(skip->block.hash.bytes); });
    } else {
        log::error(kOffchainLog,
                   "`OffchainWorker` runtime api not found. Consider turning off offchain workers if they are not "
                   "part of your runtime.");
    }
}

OffchainCore::Outcome OffchainWorkerRunner::run(const OffchainCore::Run& run) {
    using Outcome = OffchainCore::Outcome;
    const BlockId& block = run.block.id;
    const std::string name = to_hex_prefixed(block.hash.bytes);
    namespace api = runtime_api::offchain_worker;
    const auto version = client_->calls().find_api(block.hash, api::kOffchainWorker);
    if (!version) return Outcome::kFailed;
    if (!*version) return Outcome::kNoApi;
    log::debug(kOffchainLog,
               [&] { return "Running offchain workers at " + name + ": version: " + std::to_string(**version); });
    const auto services = offchain_services(*client_, *pool_, *scheduler_, is_validator_);
    if (http_) services->http = http_();
    const auto stop = lanes_[run.worker]->stop_token();
    const executor::CallContext context{
        .offchain = services.get(), .keys = keys_, .stop = stop, .max_duration_ms = run.max_run_ms};
    auto& calls = client_->calls();
    const auto result = api::kOffchainWorkerV1.versions.contains(**version)
                            ? calls.execute(block.hash, api::kOffchainWorkerV1, context, block.number)
                            : calls.execute(block.hash, api::kOffchainWorker, context, *run.block.header);
    if (result) return Outcome::kSucceeded;
    if (stop.stop_requested()) {
        log::debug(kOffchainLog, [&] { return "The offchain workers at " + name + " were stopped with the node."; });
        return Outcome::kStopped;
    }
    log::error(kOffchainLog, "Error running offchain workers at " + name + ": " + result.error().to_string());
    return Outcome::kFailed;
}

}  // namespace serinus::authorship
