#include "services/parachain/approvals/approval_records.hpp"

#include "services/parachain/availability/columns.hpp"

namespace serinus::services::paras {

using parachain::ApprovalRecord;
using parachain::CandidateHash;
using parachain::StoredApprovalBlock;
using parachain::StoredApprovalEntry;
using parachain::StoredApprovals;

namespace {

/// The first byte of a key.
enum class RecordKind : uint8_t { kBlock = 'b', kEntry = 'e', kApprovals = 'a' };

Bytes record_key(RecordKind kind, const Hash256& first, const Hash256* second = nullptr) {
    Bytes out{static_cast<uint8_t>(kind)};
    out.insert(out.end(), first.begin(), first.end());
    if (second != nullptr) out.insert(out.end(), second->begin(), second->end());
    return out;
}

std::optional<Hash256> hash_at(BytesView key, size_t place) {
    const size_t begin = 1 + place * Hash256::kSize;
    if (key.size() < begin + Hash256::kSize) return std::nullopt;
    return Hash256::from(key.subspan(begin, Hash256::kSize));
}

/// Returns false if the record is damaged.
bool read_record(BytesView key, BytesView value, StoredApprovals& out) {
    const auto first = hash_at(key, 0);
    if (!first) return false;
    switch (static_cast<RecordKind>(key[0])) {
        case RecordKind::kBlock: {
            auto block = scale::decode<StoredApprovalBlock>(value);
            if (!block) return false;
            out.blocks.emplace(*first, *std::move(block));
            return true;
        }
        case RecordKind::kEntry: {
            const auto second = hash_at(key, 1);
            auto entry = scale::decode<StoredApprovalEntry>(value);
            if (!second || !entry) return false;
            out.entries.emplace(std::pair(*first, CandidateHash{*second}), *std::move(entry));
            return true;
        }
        case RecordKind::kApprovals: {
            auto bits = scale::decode<parachain::Bits>(value);
            if (!bits) return false;
            out.approvals.emplace(CandidateHash{*first}, *std::move(bits));
            return true;
        }
    }
    return false;
}

void write_record(const ApprovalRecord& record, storage::WriteBatch& batch) {
    constexpr storage::Column kColumn = columns::kApproval;
    if (const auto* block = std::get_if<ApprovalRecord::WriteBlock>(&record.v)) {
        batch.put(kColumn, record_key(RecordKind::kBlock, block->block.hash), scale::encode(block->block));
    } else if (const auto* entry = std::get_if<ApprovalRecord::WriteEntry>(&record.v)) {
        batch.put(kColumn, record_key(RecordKind::kEntry, entry->block, &entry->candidate._0),
                  scale::encode(entry->entry));
    } else if (const auto* approvals = std::get_if<ApprovalRecord::WriteApprovals>(&record.v)) {
        batch.put(kColumn, record_key(RecordKind::kApprovals, approvals->candidate._0),
                  scale::encode(approvals->approvals));
    } else if (const auto* gone = std::get_if<ApprovalRecord::RemoveBlock>(&record.v)) {
        batch.remove(kColumn, record_key(RecordKind::kBlock, gone->block));
        for (const CandidateHash& candidate : gone->candidates) {
            batch.remove(kColumn, record_key(RecordKind::kEntry, gone->block, &candidate._0));
        }
    } else {
        const auto& forgotten = std::get<ApprovalRecord::RemoveApprovals>(record.v);
        batch.remove(kColumn, record_key(RecordKind::kApprovals, forgotten.candidate._0));
    }
}

}  // namespace

Result<StoredApprovals, std::string> ApprovalRecords::load() const {
    const auto snapshot = store_.snapshot();
    if (!snapshot) return Err(snapshot.error().reason);
    const auto cursor = (*snapshot)->cursor(columns::kApproval);
    StoredApprovals out;
    auto found = cursor->seek({});
    while (found && *found) {
        // Without it this node might announce another assignment, or sign its approvals in other groups.
        ENSURE(read_record(cursor->key(), cursor->value(), out), "the state of approvals is damaged");
        found = cursor->next();
    }
    if (!found) return Err(found.error().reason);
    return out;
}

Result<void, std::string> ApprovalRecords::write(const std::vector<ApprovalRecord>& records) {
    if (records.empty()) return {};
    auto batch = store_.batch();
    for (const ApprovalRecord& record : records) write_record(record, *batch);
    const auto committed = store_.commit(std::move(batch), storage::Durability::kSynced);
    if (!committed) return Err(committed.error().reason);
    return {};
}

}  // namespace serinus::services::paras
