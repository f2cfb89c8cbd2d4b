#include "chain/block_import.hpp"

#include <algorithm>

#include "base/hex.hpp"

namespace serinus::chain {
namespace {

using primitives::Block;
using primitives::Header;

std::string hex(const Hash256& hash) { return to_hex_prefixed(hash.bytes); }

/// What a verifier may ask, answered from the database.
class DatabaseAncestry final : public Ancestry {
  public:
    DatabaseAncestry(Database& database, RuntimeSource& runtimes, const BlockId& parent) noexcept
        : database_(&database), runtimes_(&runtimes), parent_(parent) {}

    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
        return database_->blocks().find_header(hash);
    }

    Result<Bytes, ChainError> call_at_parent(std::string_view method, BytesView arguments) override {
        TRY_ASSIGN(const auto state, database_->state_of(parent_.hash));
        state::Overlay overlay(*state);
        TRY_ASSIGN(const LoadedRuntime loaded, runtimes_->load(overlay, parent_.number));
        auto result = runtimes_->executor().call(*loaded.runtime, method, arguments, overlay);
        if (!result) return Err(from(result.error()));
        return *std::move(result);
    }

  private:
    Database* database_;
    RuntimeSource* runtimes_;
    BlockId parent_;
};

/// Why the specification rules the block out; empty: it does not.
std::string ruled_out(const BlockId& id, const KnownForks& forks) {
    if (std::find(forks.bad.begin(), forks.bad.end(), id.hash) != forks.bad.end()) {
        return "the chain specification lists it among the bad blocks";
    }
    for (const ForkBlock& fork : forks.right) {
        if (fork.number == id.number && fork.hash != id.hash) {
            return "the chain specification says that block " + std::to_string(id.number) + " is " + hex(fork.hash);
        }
    }
    return {};
}

}  // namespace

std::string ImportOutcome::to_string() const {
    const std::string name = "block " + std::to_string(block.number) + " (" + hex(block.hash) + ")";
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

KnownForks known_forks(const ChainSpec& spec) {
    return {spec.bad_blocks.value_or(std::vector<Hash256>()), spec.fork_blocks.value_or(std::vector<ForkBlock>())};
}

/// The outcome of all checks: a refusal, or what the block brings.
struct BlockImporter::Checked {
    std::string refusal = {};
    Bytes record = {};
    uint64_t weight = 0;
    BlockEffects effects = {};
};

BlockImporter::BlockImporter(Database& database, RuntimeSource& runtimes, HeaderVerifier* verifier, KnownForks forks)
    : database_(&database), runtimes_(&runtimes), verifier_(verifier), forks_(std::move(forks)) {}

Result<BlockImporter::Checked, ChainError> BlockImporter::check_all(const BlockId& id, const Block& block) {
    const auto refuse = [](std::string reason) { return Checked{.refusal = std::move(reason)}; };
    BlockStore& blocks = database_->blocks();
    if (id.number == 0)
        return refuse("it is the genesis block of another chain; this one's is " + hex(database_->genesis().hash));
    const BlockId parent{block.header.parent_hash, id.number - 1};
    TRY_ASSIGN(const auto parent_header, blocks.find_header(parent.hash));
    if (!parent_header) return refuse("its parent " + hex(parent.hash) + " is not known");
    if (parent_header->number != parent.number) {
        return refuse("its number does not follow that of its parent, " + std::to_string(parent_header->number.value));
    }
    if (std::string reason = ruled_out(id, forks_); !reason.empty()) return refuse(std::move(reason));

    Checked checked;
    if (verifier_ != nullptr) {
        TRY_ASSIGN(const auto parent_record, blocks.find_record(parent.hash));
        DatabaseAncestry ancestry(*database_, *runtimes_, parent);
        const Bytes record = parent_record.value_or(Bytes());
        TRY_ASSIGN(auto verdict,
                   verifier_->check({*parent_header, parent.hash, record, block.header, id.hash}, ancestry));
        if (!verdict.good()) return refuse(std::move(verdict.refusal));
        checked.record = std::move(verdict.record);
        checked.weight = verdict.weight;
    }
    TRY_ASSIGN(const auto parent_state, database_->state_of(parent.hash));
    TRY_ASSIGN(auto execution, execute_block(*runtimes_, *parent_state, block));
    if (!execution.good()) return refuse(std::move(execution.refusal));
    checked.effects = std::move(execution.effects);
    return checked;
}

Result<ImportOutcome, ChainError> BlockImporter::import(const primitives::SignedBlock& signed_block) {
    using Kind = ImportOutcome::Kind;
    const Block& block = signed_block.block;
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    TRY_ASSIGN(const auto known, database_->blocks().find_header(id.hash));
    if (known) return ImportOutcome{Kind::kKnown, id};
    TRY_ASSIGN(Checked checked, check_all(id, block));
    if (!checked.refusal.empty()) return ImportOutcome{Kind::kRefused, id, std::move(checked.refusal)};
    const NewBlock added{.hash = id.hash,
                         .header = block.header,
                         .body = block.body,
                         .justifications = signed_block.justifications,
                         .record = std::move(checked.record),
                         .weight = checked.weight};
    TRY(database_->add(added, checked.effects));
    return ImportOutcome{Kind::kImported, id};
}

Result<ImportOutcome, ChainError> BlockImporter::check(const Block& block) {
    using Kind = ImportOutcome::Kind;
    const BlockId id{primitives::header_hash(block.header), block.header.number};
    TRY_ASSIGN(Checked checked, check_all(id, block));
    if (!checked.refusal.empty()) return ImportOutcome{Kind::kRefused, id, std::move(checked.refusal)};
    return ImportOutcome{Kind::kKnown, id};
}

}  // namespace serinus::chain
