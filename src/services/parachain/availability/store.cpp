#include "services/parachain/availability/store.hpp"

#include "platform/log.hpp"
#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

using parachain::AvailableData;
using parachain::RetentionEffect;

namespace {

constexpr const char* kStoreLog = "parachain::av-store";

constexpr storage::Column kMeta = columns::kMeta, kData = columns::kData, kChunks = columns::kChunks,
                          kFinal = columns::kFinal, kFinalTimes = columns::kFinalTimes;

constexpr size_t kTimeBytes = sizeof(Seconds);
/// Of an earlier release's candidates so many are moved at once.
constexpr size_t kMovedAtOnce = 1000;

/// Candidate, then the validator in big-endian order.
Bytes chunk_key(const CandidateHash& candidate, ValidatorIndex validator) {
    Bytes out = to_bytes(candidate._0.bytes);
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<uint8_t>(validator._0 >> shift));
    return out;
}

/// In the order of time.
Bytes time_key(Seconds since, const CandidateHash& candidate) {
    Bytes out;
    out.reserve(kTimeBytes + candidate._0.bytes.size());
    for (size_t i = kTimeBytes; i > 0; --i) out.push_back(static_cast<uint8_t>(since >> (8 * (i - 1))));
    out.insert(out.end(), candidate._0.bytes.begin(), candidate._0.bytes.end());
    return out;
}

Seconds time_of(BytesView key) {
    Seconds out = 0;
    for (const uint8_t byte : key.first(std::min(key.size(), kTimeBytes))) out = out << 8 | byte;
    return out;
}

void write_meta(storage::WriteBatch& batch, const CandidateHash& candidate, const CandidateMeta& meta) {
    const auto* finalized = std::get_if<CandidateMeta::Finalized>(&meta.state);
    if (finalized == nullptr) return batch.put(kMeta, candidate._0.bytes, scale::encode(meta));
    batch.remove(kMeta, candidate._0.bytes);
    batch.put(kFinal, candidate._0.bytes, scale::encode(meta));
    batch.put(kFinalTimes, time_key(finalized->since, candidate), {});
}

std::string undecodable() { return "the store of availability has an entry that does not decode"; }

/// What is stored of a final candidate; nullopt: nothing.
Result<std::optional<CandidateMeta>, std::string> final_in(storage::Snapshot& snapshot, BytesView hash) {
    const auto stored = snapshot.get(kFinal, hash);
    if (!stored) return Err(stored.error().reason);
    if (!*stored) return std::optional<CandidateMeta>();
    auto meta = scale::decode<CandidateMeta>(**stored);
    if (!meta) return Err(undecodable());
    return std::optional(*std::move(meta));
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
    // An earlier release kept final candidates beside the others.
    auto moved = store_.batch();
    size_t moved_count = 0;
    const auto cursor = (*snapshot)->cursor(kMeta);
    auto found = cursor->seek({});
    while (found && *found) {
        const auto hash = Hash256::from(cursor->key());
        auto meta = scale::decode<CandidateMeta>(cursor->value());
        if (!hash || !meta) return Err(undecodable());
        if (!meta->is_final()) {
            read.restore({*hash}, *std::move(meta));
        } else {
            write_meta(*moved, {*hash}, *meta);
            if (++moved_count % kMovedAtOnce == 0) TRY(commit(std::exchange(moved, store_.batch())));
        }
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    if (moved_count % kMovedAtOnce != 0) TRY(commit(std::move(moved)));
    retention_ = std::move(read);
    return {};
}

AvailabilityStore::Status AvailabilityStore::restore_final(const CandidateHash& candidate) {
    if (retention_.find(candidate) != nullptr) return {};
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    TRY_ASSIGN(auto meta, final_in(**snapshot, candidate._0.bytes));
    if (meta) retention_.restore(candidate, *std::move(meta));
    return {};
}

AvailabilityStore::Status AvailabilityStore::restore_due(Seconds now) {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(kFinalTimes);
    auto found = cursor->seek({});
    // One more than are removed says that there is more.
    for (size_t count = 0; found && *found && count <= Retention::kMaxPruned; ++count) {
        if (time_of(cursor->key()) + options_.keep_finalized > now) return {};
        TRY(restore_due_one(**snapshot, cursor->key()));
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    return {};
}

AvailabilityStore::Status AvailabilityStore::restore_due_one(storage::Snapshot& snapshot, BytesView key) {
    if (key.size() < kTimeBytes) return Err(undecodable());
    const auto hash = Hash256::from(key.subspan(kTimeBytes));
    if (!hash) return Err(undecodable());
    TRY_ASSIGN(auto meta, final_in(snapshot, hash->bytes));
    if (!meta) return Err(undecodable());
    retention_.restore({*hash}, *std::move(meta));
    return {};
}

std::optional<CandidateMeta> AvailabilityStore::find_meta(const CandidateHash& candidate) const {
    if (has_failed_) return std::nullopt;
    if (const CandidateMeta* known = retention_.find(candidate)) return *known;
    return find<CandidateMeta>(kFinal, candidate._0.bytes);
}

bool AvailabilityStore::has_chunk(const CandidateHash& candidate, ValidatorIndex validator) const {
    const auto meta = find_meta(candidate);
    return meta && meta->has_chunk(validator);
}

bool AvailabilityStore::has_data(const CandidateHash& candidate) const {
    const auto meta = find_meta(candidate);
    return meta && meta->has_data;
}

AvailabilityStore::Status AvailabilityStore::recover() {
    if (!has_failed_) return {};
    TRY(load());
    has_failed_ = false;
    return {};
}

AvailabilityStore::Status AvailabilityStore::on_backed(const CandidateHash& candidate, size_t validators, Seconds now) {
    TRY(recover());
    TRY(restore_final(candidate));
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
    TRY(restore_final(candidate));
    Retention::Effects effects;
    std::optional<std::pair<CandidateHash, Puts>> puts;
    if (retention_.note_chunk(candidate, validator, effects)) puts.emplace(candidate, Puts{{validator, &chunk}});
    return carry_out(effects, {}, puts);
}

AvailabilityStore::Status AvailabilityStore::put_data(const CandidateHash& candidate, const AvailableData& data,
                                                      const std::vector<ErasureChunk>& chunks_by_validator,
                                                      Seconds now) {
    TRY(recover());
    TRY(restore_final(candidate));
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
    TRY(restore_due(now));
    Retention::Effects effects;
    const bool has_more = retention_.prune(now, effects);
    TRY(carry_out(effects, {}, {}));
    return has_more;
}

AvailabilityStore::Status AvailabilityStore::carry_out(const Retention::Effects& effects,
                                                       const std::optional<std::pair<CandidateHash, Bytes>>& data,
                                                       const std::optional<std::pair<CandidateHash, Puts>>& chunks) {
    retention_.release_final();
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
            write_meta(*batch, write->candidate, write->meta);
            continue;
        }
        const auto& removal = std::get<RetentionEffect::Remove>(effect.v);
        batch->remove(removal.final_since ? kFinal : kMeta, removal.candidate._0.bytes);
        if (removal.final_since) batch->remove(kFinalTimes, time_key(*removal.final_since, removal.candidate));
        if (removal.has_data) batch->remove(kData, removal.candidate._0.bytes);
        for (const ValidatorIndex validator : removal.chunks) {
            batch->remove(kChunks, chunk_key(removal.candidate, validator));
        }
    }
    const Status committed = commit(std::move(batch));
    has_failed_ = has_failed_ || !committed;
    return committed;
}

AvailabilityStore::Status AvailabilityStore::commit(std::unique_ptr<storage::WriteBatch> batch) {
    const auto committed = store_.commit(std::move(batch), storage::Durability::kBuffered);
    if (!committed) return Err(committed.error().reason);
    return {};
}

template <class T>
std::optional<T> AvailabilityStore::find(storage::Column column, BytesView key) const {
    const auto snapshot = store_.snapshot();
    const auto found = snapshot ? (*snapshot)->get(column, key) : Err(snapshot.error());
    if (!found) log::warn(kStoreLog, "The store of availability cannot be read: " + found.error().reason);
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
