#include "chain/block_import.hpp"

#include "base/hex.hpp"

namespace serinus::chain {

using Kind = ImportOutcome::Kind;

std::string ImportOutcome::to_string() const {
    const std::string name = "block " + std::to_string(block.number) + " (" + to_hex_prefixed(block.hash.bytes) + ")";
    switch (kind) {
        case Kind::kImported:
            return name + " is imported";
        case Kind::kKnown:
            return name + " is known";
        case Kind::kRefused:
            return name + " is refused: " + refusal;
    }
    return name;
}

Result<ImportOutcome, ChainError> BlockImporter::import(const primitives::SignedBlock& signed_block) {
    const primitives::Block& block = signed_block.block;
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    TRY_ASSIGN(const auto known, database_->blocks().find_header(id.hash));
    if (known) return ImportOutcome{Kind::kKnown, id};
    TRY_ASSIGN(auto header, checks_.check_header(id, block.header));
    if (!header.good()) return ImportOutcome{Kind::kRefused, id, std::move(header.refusal)};
    TRY_ASSIGN(auto refusal, checks_.cannot_grow({block.header.parent_hash, id.number - 1}));
    if (!refusal.empty()) return ImportOutcome{Kind::kRefused, id, std::move(refusal)};
    TRY_ASSIGN(auto execution, checks_.execute(block));
    if (!execution.good()) return ImportOutcome{Kind::kRefused, id, std::move(execution.refusal)};
    const NewBlock added{.hash = id.hash,
                         .header = block.header,
                         .body = block.body,
                         .justifications = signed_block.justifications,
                         .record = std::move(header.record),
                         .weight = header.weight};
    TRY(database_->add(added, execution.effects));
    runtimes_->learn(id.hash, block.header, execution.effects.changes);
    TRY(database_->settle());
    return ImportOutcome{Kind::kImported, id};
}

Result<ImportOutcome, ChainError> BlockImporter::check(const primitives::Block& block) {
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    TRY_ASSIGN(auto header, checks_.check_header(id, block.header));
    if (!header.good()) return ImportOutcome{Kind::kRefused, id, std::move(header.refusal)};
    TRY_ASSIGN(auto execution, checks_.execute(block));
    if (!execution.good()) return ImportOutcome{Kind::kRefused, id, std::move(execution.refusal)};
    return ImportOutcome{Kind::kKnown, id};
}

}  // namespace serinus::chain
