#include "services/parachain/availability/recoveries.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::services::paras {

using parachain::AvailableData;
using parachain::Recovery;
using parachain::RecoveryOptions;

namespace {

constexpr const char* kRecoveryLog = "parachain::availability-recovery";

std::optional<AvailableData> data_of(const Bytes& answer) {
    auto response = scale::decode<parachain::AvailableDataResponse>(answer);
    if (!response || !std::holds_alternative<AvailableData>(*response)) return std::nullopt;
    return std::get<AvailableData>(*std::move(response));
}

std::variant<ErasureChunk, Recovery::NoChunk> recovered_chunk(RequestKind spoken, const std::optional<Bytes>& answer,
                                                              ValidatorIndex chunk_of) {
    if (!answer) return Recovery::NoChunk::kFailure;
    if (spoken == RequestKind::kChunkV1) {
        auto response = scale::decode<parachain::ChunkResponseV1>(*answer);
        if (!response || !std::holds_alternative<parachain::ChunkWithoutIndex>(*response)) {
            return Recovery::NoChunk::kNone;
        }
        auto& found = std::get<parachain::ChunkWithoutIndex>(*response);
        return ErasureChunk{.chunk = std::move(found.chunk), .index = chunk_of._0, .proof = std::move(found.proof)};
    }
    auto response = scale::decode<parachain::ChunkResponseV2>(*answer);
    if (!response || !std::holds_alternative<ErasureChunk>(*response)) return Recovery::NoChunk::kNone;
    return std::get<ErasureChunk>(*std::move(response));
}

}  // namespace

Recoveries::Figures Recoveries::figures() const {
    Figures out = figures_;
    out.running = running_.size();
    return out;
}

Recoveries::Running* Recoveries::find(const Id& id) {
    const auto found = running_.find(id);
    return found == running_.end() ? nullptr : &found->second;
}

void Recoveries::recover(const Wanted& wanted, OnResult on_result) {
    const CandidateHash candidate = wanted.receipt.hash();
    const Id id{wanted.session->index, candidate};
    if (Running* known = find(id)) {
        known->on_result.push_back(std::move(on_result));
        return;
    }
    const AvailabilityStore* const store = environment_.store;
    auto stored = store != nullptr && store->has_data(candidate) ? store->find_data(candidate) : std::nullopt;
    if (stored || !wanted.session->code) {
        (void)environment_.lane.post_always([on_result = std::move(on_result), stored = std::move(stored)]() mutable {
            on_result({std::move(stored), false});
        });
        return;
    }
    const Session& session = *wanted.session;
    const auto& descriptor = wanted.receipt.descriptor;
    RecoveryOptions options{.candidate = candidate,
                            .erasure_root = descriptor.erasure_root,
                            .pov_hash = descriptor.pov_hash,
                            .backers = wanted.backers,
                            .core = wanted.core,
                            .mapping = session.mapping(),
                            .compares_pov_hash_only = environment_.compares_pov_hash_only};
    std::vector<std::pair<ValidatorIndex, ErasureChunk>> own_chunks;
    if (store != nullptr && session.own && store->has_chunk(candidate, *session.own)) {
        if (auto chunk = store->find_chunk(candidate, *session.own)) {
            own_chunks.emplace_back(*session.own, *std::move(chunk));
        }
    }
    auto core =
        std::make_unique<Recovery>(*session.code, options, own_chunks, environment_.scheduler.random_array<32>());
    Running& running = running_[id];
    running.wanted = wanted;
    running.options = std::move(options);
    running.core = std::move(core);
    running.on_result.push_back(std::move(on_result));
    Effects effects;
    running.core->start(environment_.scheduler.now_ms(), effects);
    carry_out(id, effects);
}

void Recoveries::carry_out(const Id& id, Effects& effects) {
    using Effect = Recovery::Effect;
    for (Effect& effect : effects) {
        Running* running = find(id);
        if (running == nullptr) return;
        if (const auto* data = std::get_if<Effect::RequestData>(&effect.v)) {
            request_data(id, data->target);
        } else if (const auto* chunk = std::get_if<Effect::RequestChunk>(&effect.v)) {
            request_chunk(id, chunk->target, chunk->chunk_of);
        } else if (auto* check = std::get_if<Effect::Check>(&effect.v)) {
            run(id, [session = running->wanted.session, options = running->options,
                     found = std::move(check->data)]() mutable {
                return parachain::check_recovered(*session->code, options, std::move(found));
            });
        } else if (auto* rebuild = std::get_if<Effect::Rebuild>(&effect.v)) {
            run(id,
                [session = running->wanted.session, options = running->options, chunks = std::move(rebuild->chunks)] {
                    return parachain::rebuild_recovered(*session->code, options, chunks);
                });
        } else if (auto* recovered = std::get_if<Effect::Recovered>(&effect.v)) {
            return finish(id, {std::move(recovered->data), false});
        } else {
            return finish(id, {std::nullopt, std::get<Effect::Failed>(effect.v).is_invalid});
        }
    }
    if (Running* running = find(id)) plan_wake(id, *running);
}

void Recoveries::finish(const Id& id, Result result) {
    auto found = running_.extract(id);
    if (result.data) {
        ++figures_.recovered;
    } else {
        ++(result.is_invalid ? figures_.invalid : figures_.unavailable);
        log::info(kRecoveryLog,
                  "The data of candidate " + to_hex_prefixed(id.second._0.bytes) +
                      (result.is_invalid ? " is not what its erasure root says" : " cannot be recovered"));
    }
    for (OnResult& on_result : found.mapped().on_result) on_result(result);
}

void Recoveries::plan_wake(const Id& id, Running& running) {
    const uint64_t now = environment_.scheduler.now_ms();
    const auto wake_at = running.core->wake_at(now);
    if (!wake_at || (running.planned_wake && *running.planned_wake <= *wake_at)) return;
    running.planned_wake = *wake_at;
    (void)environment_.lane.post_after(*wake_at - now, [this, id, at = *wake_at] {
        Running* const found = find(id);
        if (found == nullptr || found->planned_wake != at) return;
        found->planned_wake.reset();
        Effects effects;
        found->core->on_time(environment_.scheduler.now_ms(), effects);
        carry_out(id, effects);
    });
}

void Recoveries::ask(const Running& running, ValidatorIndex target, RequestKind kind, Bytes content,
                     std::optional<RequestKind> fallback, Outlets::OnAnswer on_answer) {
    const auto& keys = running.wanted.session->discovery_keys;
    const auto peer = target._0 < keys.size() ? environment_.authorities.find_peer(keys[target._0]) : std::nullopt;
    if (peer) {
        return environment_.outlets.request(*peer, kind, std::move(content), fallback, std::move(on_answer));
    }
    (void)environment_.lane.post_always(
        [kind, on_answer = std::move(on_answer)]() mutable { on_answer(kind, std::nullopt); });
}

void Recoveries::request_data(const Id& id, ValidatorIndex target) {
    ask(running_.at(id), target, RequestKind::kAvailableData, scale::encode(parachain::AvailableDataRequest{id.second}),
        std::nullopt, [this, id, target](RequestKind, std::optional<Bytes> answer) {
            if (!answer) return on_data(id, target, std::nullopt);
            (void)environment_.jobs.post_always([this, id, target, answer = *std::move(answer)] {
                (void)environment_.lane.post_always(
                    [this, id, target, data = data_of(answer)]() mutable { on_data(id, target, std::move(data)); });
            });
        });
}

void Recoveries::on_data(const Id& id, ValidatorIndex target, std::optional<AvailableData> data) {
    Running* const running = find(id);
    if (running == nullptr) return;
    Effects effects;
    running->core->on_data(target, std::move(data), environment_.scheduler.now_ms(), effects);
    carry_out(id, effects);
}

void Recoveries::request_chunk(const Id& id, ValidatorIndex target, ValidatorIndex chunk_of) {
    ask(running_.at(id), target, RequestKind::kChunkV2, scale::encode(parachain::ChunkRequest{id.second, chunk_of}),
        RequestKind::kChunkV1, [this, id, target, chunk_of](RequestKind spoken, const std::optional<Bytes>& answer) {
            Running* const running = find(id);
            if (running == nullptr) return;
            Effects effects;
            running->core->on_chunk(target, chunk_of, recovered_chunk(spoken, answer, chunk_of),
                                    environment_.scheduler.now_ms(), effects);
            carry_out(id, effects);
        });
}

void Recoveries::run(const Id& id, Job job) {
    auto task = [this, id, job = std::move(job)]() mutable {
        (void)environment_.lane.post_always([this, id, data = job()]() mutable {
            Running* const running = find(id);
            if (running == nullptr) return;
            Effects effects;
            running->core->on_checked(std::move(data), environment_.scheduler.now_ms(), effects);
            carry_out(id, effects);
        });
    };
    (void)environment_.jobs.post_always(std::move(task));
}

}  // namespace serinus::services::paras
