#include "services/parachain/availability/store.hpp"

#include "platform/log.hpp"
#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

using parachain::AvailableData;
using parachain::CandidateMeta;
using parachain::RetentionEffect;

namespace {

constexpr const char* kStoreLog = "parachain::av-store";

constexpr storage::Column kMeta = columns::kMeta, kData = columns::kData, kChunks = columns::kChunks;

/// Candidate, then the validator in big-endian order.
Bytes chunk_key(const CandidateHash& candidate, ValidatorIndex validator) {
    Bytes out = to_bytes(candidate._0.bytes);
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(validator._0 >> shift));
    return out;
}

}  // namespace

Result<std::unique_ptr<AvailabilityStore>, std::string> AvailabilityStore::open(
    storage::Store& store, const parachain::RetentionOptions& options) {
    std::unique_ptr<AvailabilityStore> out(new AvailabilityStore(store, options));
    TRY(out->load());
    return out;
}

AvailabilityStore::Status AvailabilityStore::load() {
    Retention read(options_);
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(kMeta);
    auto found = cursor->seek({});
    while (found && *found) {
        const auto hash = Hash256::from(cursor->key());
        auto meta = scale::decode<CandidateMeta>(cursor->value());
        if (!hash || !meta) return Err(std::string("the store of availability has an entry that does not decode"));
        read.restore({*hash}, *std::move(meta));
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    retention_ = std::move(read);
    return {};
}

AvailabilityStore::Status AvailabilityStore::recover() {
    if (!has_failed_) return {};
    TRY(load());
    has_failed_ = false;
    return {};
}

AvailabilityStore::Status AvailabilityStore::on_backed(const CandidateHash& candidate, size_t validators, Seconds now) {
    TRY(recover());
    Retention::Effects effects;
    retention_.on_backed(candidate, validators, now, effects);
    return carry_out(effects, {}, {});
}

AvailabilityStore::Status AvailabilityStore::on_included(const CandidateHash& candidate, parachain::BlockNumber number,
                                                         const Hash256& block) {
    TRY(recover());
    Retention::Effects effects;
    retention_.on_included(candidate, number, block, effects);
    return carry_out(effects, {}, {});
}

AvailabilityStore::Status AvailabilityStore::put_chunk(const CandidateHash& candidate, ValidatorIndex validator,
                                                       const ErasureChunk& chunk) {
    TRY(recover());
    Retention::Effects effects;
    if (!retention_.note_chunk(candidate, validator, effects)) return {};
    return carry_out(effects, {}, std::pair(candidate, Puts{{validator, &chunk}}));
}

AvailabilityStore::Status AvailabilityStore::put_data(const CandidateHash& candidate, const AvailableData& data,
                                                      const std::vector<ErasureChunk>& chunks_by_validator,
                                                      Seconds now) {
    TRY(recover());
    Retention::Effects effects;
    retention_.note_data(candidate, chunks_by_validator.size(), now, effects);
    Puts puts;
    puts.reserve(chunks_by_validator.size());
    for (size_t i = 0; i < chunks_by_validator.size(); ++i) {
        puts.emplace_back(ValidatorIndex{static_cast<uint32_t>(i)}, &chunks_by_validator[i]);
    }
    return carry_out(effects, std::pair(candidate, scale::encode(data)), std::pair(candidate, std::move(puts)));
}

Result<bool, std::string> AvailabilityStore::prune(Seconds now) {
    TRY(recover());
    Retention::Effects effects;
    const bool has_more = retention_.prune(now, effects);
    TRY(carry_out(effects, {}, {}));
    return has_more;
}

AvailabilityStore::Status AvailabilityStore::carry_out(const Retention::Effects& effects,
                                                       const std::optional<std::pair<CandidateHash, Bytes>>& data,
                                                       const std::optional<std::pair<CandidateHash, Puts>>& chunks) {
    if (effects.empty() && !data && !chunks) return {};
    auto batch = store_.batch();
    if (data) batch->put(kData, data->first._0.bytes, data->second);
    if (chunks) {
        for (const auto& [validator, chunk] : chunks->second) {
            batch->put(kChunks, chunk_key(chunks->first, validator), scale::encode(*chunk));
        }
    }
    for (const RetentionEffect& effect : effects) {
        if (const auto* write = std::get_if<RetentionEffect::WriteMeta>(&effect.v)) {
            batch->put(kMeta, write->candidate._0.bytes, scale::encode(write->meta));
            continue;
        }
        const auto& removal = std::get<RetentionEffect::Remove>(effect.v);
        batch->remove(kMeta, removal.candidate._0.bytes);
        if (removal.has_data) batch->remove(kData, removal.candidate._0.bytes);
        for (const ValidatorIndex validator : removal.chunks) {
            batch->remove(kChunks, chunk_key(removal.candidate, validator));
        }
    }
    const auto committed = store_.commit(std::move(batch), storage::Durability::kBuffered);
    if (committed) return {};
    has_failed_ = true;
    return Err(committed.error().reason);
}

template <class T>
std::optional<T> AvailabilityStore::find(storage::Column column, BytesView key) const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) {
        log::warn(kStoreLog, "The store of availability cannot be read: " + snapshot.error().reason);
        return std::nullopt;
    }
    const auto found = (*snapshot)->get(column, key);
    if (!found || !*found) return std::nullopt;
    auto value = scale::decode<T>(**found);
    if (!value) return std::nullopt;
    return *std::move(value);
}

std::optional<ErasureChunk> AvailabilityStore::find_chunk(const CandidateHash& candidate,
                                                          ValidatorIndex validator) const {
    return find<ErasureChunk>(kChunks, chunk_key(candidate, validator));
}

std::optional<AvailableData> AvailabilityStore::find_data(const CandidateHash& candidate) const {
    return find<AvailableData>(kData, candidate._0.bytes);
}

}  // namespace serinus::services::paras
