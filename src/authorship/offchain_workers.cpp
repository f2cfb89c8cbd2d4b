#include "authorship/offchain_workers.hpp"

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "executor/offchain.hpp"
#include "platform/log.hpp"

namespace serinus::authorship {

using chain::BlockId;

namespace {

constexpr const char* kTarget = "offchain-worker";

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
        if (!submitted) log::debug(kTarget, [&] { return "The pool refuses it: " + submitted.error().reason; });
        return submitted.has_value();
    };
    return services;
}

OffchainWorkerRunner::OffchainWorkerRunner(chain::Client& client, pool::TransactionPool& pool, crypto::NodeKeys& keys,
                                           platform::Scheduler& scheduler, bool is_validator,
                                           executor::OffchainHttpFactory http)
    : client_(&client),
      pool_(&pool),
      keys_(&keys),
      scheduler_(&scheduler),
      is_validator_(is_validator),
      http_(std::move(http)) {
    for (size_t i = 0; i < kRunning; ++i) {
        lanes_[i] = scheduler.make_lane({.name = "offchain-" + std::to_string(i),
                                         .max_waiting = kWaiting / kRunning,
                                         .runs_on = platform::WorkClass::kRuntime});
    }
    client_->add_listener(this);
}

OffchainWorkerRunner::~OffchainWorkerRunner() {
    client_->remove_listener(this);
    for (auto& lane : lanes_) lane->close();
}

void OffchainWorkerRunner::on_imported(const chain::ImportedBlock& block) {
    if (!block.is_new_best) {
        log::debug(kTarget, [&] {
            return "Skipping offchain workers for non-canon block: " + to_hex_prefixed(block.id.hash.bytes);
        });
        return;
    }
    const size_t i = outstanding_[0] <= outstanding_[1] ? 0 : 1;
    ++outstanding_[i];
    const bool taken = lanes_[i]->post([this, i, id = block.id, header = block.header] {
        run(id, *header, lanes_[i]->stop_token());
        --outstanding_[i];
    });
    if (!taken) --outstanding_[i];
    if (!taken) {
        log::debug(kTarget,
                   [&] { return "Offchain workers are busy, none runs at " + to_hex_prefixed(block.id.hash.bytes); });
    }
}

void OffchainWorkerRunner::run(const BlockId& block, const primitives::Header& header, const std::stop_token& stop) {
    const std::string name = to_hex_prefixed(block.hash.bytes);
    const auto version = client_->api_version(block.hash, "OffchainWorkerApi");
    if (!version || !*version) {
        if (version && !has_reported_missing_.exchange(true)) {
            log::error(kTarget,
                       "`OffchainWorker` runtime api not found. Consider turning off offchain workers if they are not "
                       "part of your runtime.");
        }
        return;
    }
    log::debug(kTarget,
               [&] { return "Running offchain workers at " + name + ": version: " + std::to_string(**version); });
    const auto services = offchain_services(*client_, *pool_, *scheduler_, is_validator_);
    if (http_) services->http = http_();
    // Observed: before version 2 of the API it was given the block's number alone.
    const Bytes argument = **version < 2 ? scale::encode(block.number) : scale::encode(header);
    const auto result =
        client_->call(block.hash, "OffchainWorkerApi_offchain_worker", argument,
                      {.offchain = services.get(), .keys = keys_, .stop = stop, .max_duration_ms = kMaxDurationMs});
    if (result) {
        runs_.fetch_add(1);
    } else if (stop.stop_requested()) {
        log::debug(kTarget, [&] { return "The offchain workers at " + name + " were stopped with the node."; });
    } else {
        log::error(kTarget, "Error running offchain workers at " + name + ": " + result.error().to_string());
    }
}

}  // namespace serinus::authorship
