#include "fork/kept_fork.hpp"

#include "base/hex.hpp"
#include "platform/log.hpp"

namespace serinus::fork {

namespace {

/// Does again what happened. Amendments of a state wait for the blocks that were built upon it before: the one that was
/// being imported meanwhile is written after them.
class BlockPlayer {
  public:
    BlockPlayer(chain::Client& client, state::ForkedStates& states) : client_(client), states_(states) {}

    Result<void, std::string> play(KeptBlock block) {
        TRY(amend_below(block.sequence));
        const auto number = block.header.number.value;
        auto outcome = client_.import_built({.block = {std::move(block.header), std::move(block.body)},
                                             .effects = {.changes = std::move(block.changes), .offchain = {}}});
        if (!outcome) return Err(outcome.error().reason);
        if (outcome->kind != chain::ImportOutcome::Kind::kImported) {
            return Err("block #" + std::to_string(number) + ": " + outcome->to_string());
        }
        return {};
    }

    Result<void, std::string> play(KeptAmendment amendment) {
        waiting_.push_back(std::move(amendment));
        return {};
    }

    Result<void, std::string> play(const KeptFinality& finality) {
        const auto done = client_.finalize(finality.block, std::nullopt);
        if (!done) return Err(done.error().reason);
        return {};
    }

    Result<void, std::string> play(const KeptHead& head) {
        const auto done = client_.set_head(head.best, false);
        if (!done) return Err(done.error().reason);
        return {};
    }

    Result<void, std::string> finish() { return amend_below(UINT64_MAX); }

  private:
    Result<void, std::string> amend_below(uint64_t sequence) {
        for (size_t i = 0; i < waiting_.size();) {
            if (waiting_[i].sequence >= sequence) {
                ++i;
                continue;
            }
            const auto done = states_.amend(waiting_[i].block, waiting_[i].changes);
            if (!done) return Err(done.error().reason);
            waiting_.erase(waiting_.begin() + static_cast<ptrdiff_t>(i));
        }
        return {};
    }

    chain::Client& client_;
    state::ForkedStates& states_;
    std::vector<KeptAmendment> waiting_;
};

}  // namespace

KeptFork::KeptFork(KeptForkOptions options, const ChainFacts& facts)
    : options_(std::move(options)),
      genesis_hash_(facts.genesis_hash),
      base_(facts.hash),
      base_number_(facts.header.number.value),
      name_(facts.name),
      overrides_(std::move(options_.overrides)),
      head_(facts.hash) {}

KeptFork::~KeptFork() = default;

std::string KeptFork::cannot(const std::string& reason) const { return "the blocks in " + path() + ": " + reason; }

Result<std::shared_ptr<KeptFork>, std::string> KeptFork::open(KeptForkOptions options, const ChainFacts& facts) {
    std::shared_ptr<KeptFork> out(new KeptFork(std::move(options), facts));
    if (const auto made = platform::create_directories(out->options_.folder); !made) return Err(made.error().message);
    const bool is_there = platform::is_regular_file(out->path());
    if (!out->options_.resume.empty()) {
        if (!is_there) return Err(out->cannot("there are none: start without --resume"));
        TRY(out->survey());
        TRY(out->choose());
        if (out->chosen_) TRY(out->create(out->path() + ".new"));
        return out;
    }
    if (is_there) {
        const state::ChangeSet overrides = out->overrides_;
        const bool is_readable = out->survey().has_value();
        // One without blocks is not worth to be kept.
        if (!is_readable || !out->known_.empty()) {
            const auto moved = platform::rename_file(out->path(), out->path() + ".old");
            if (!moved) return Err(moved.error().message);
            log::info("fork", "The fork begins anew; the blocks of the last one are kept in " + out->path() +
                                  ".old (--resume continues from the last block)");
        }
        out->overrides_ = overrides;
        out->known_.clear();
        out->head_ = out->base_;
    }
    TRY(out->create(out->path()));
    return out;
}

Result<void, std::string> KeptFork::create(const std::string& path) {
    auto file = platform::GrowingFile::create(path);
    if (!file) return Err(file.error().message);
    file_.emplace(*std::move(file));
    if (auto done = file_->append(kept::header(kept::kHeaderBytes)); !done) return Err(done.error().message);
    checksum_ = {};
    return append(KeptBeginning{genesis_hash_, base_, name_, overrides_});
}

Result<void, std::string> KeptFork::read(kept::Reader& reader) const {
    const auto done =
        platform::read_file_in_pieces(path(), [&](std::string_view piece) { return reader.feed(as_bytes(piece)); });
    if (!done) return Err(done.error().message);
    return reader.finish();
}

/// Which blocks the file has.
Result<void, std::string> KeptFork::survey() {
    bool has_begun = false;
    std::string other;
    kept::Reader reader([&](KeptEvent event) -> Result<void, std::string> {
        if (auto* beginning = std::get_if<KeptBeginning>(&event)) {
            has_begun = true;
            if (beginning->genesis_hash != genesis_hash_ || beginning->base != base_) {
                other = "they are of another fork: it begins with the block " + to_hex_prefixed(beginning->base.bytes) +
                        " of " + beginning->name;
                return Err(other);
            }
            overrides_ = std::move(beginning->overrides);
        } else if (const auto* block = std::get_if<KeptBlock>(&event)) {
            const Hash256& parent = block->header.parent_hash;
            if (parent != base_ && !known_.contains(parent)) return Err(std::string("a block has no parent"));
            const Hash256 hash = primitives::header_hash(block->header);
            known_[hash] = {parent, block->header.number.value};
            if (block->is_best) head_ = hash;
        } else if (const auto* finality = std::get_if<KeptFinality>(&event)) {
            head_ = finality->best;
        } else if (const auto* head = std::get_if<KeptHead>(&event)) {
            head_ = head->best;
        }
        return {};
    });
    const auto done = read(reader);
    if (!other.empty() || !has_begun) return Err(cannot(done ? "it is empty" : done.error()));
    if (head_ != base_ && !known_.contains(head_)) return Err(cannot("it is damaged"));
    if (!done) damage_ = done.error();
    return {};
}

/// Which of them are wanted.
Result<void, std::string> KeptFork::choose() {
    const std::string& wanted = options_.resume;
    const auto number_of = [this](const Hash256& hash) {
        return hash == base_ ? base_number_ : known_.at(hash).number;
    };
    if (wanted == "last") {
        if (damage_.empty()) return {};
        return Err(cannot(damage_ + "; up to #" + std::to_string(number_of(head_)) + " they are good: --resume " +
                          std::to_string(number_of(head_)) +
                          " continues from there, and without --resume the fork begins anew"));
    }
    std::optional<Hash256> target;
    if (const auto hash = from_hex_prefixed(wanted); hash && hash->size() == sizeof(Hash256)) {
        Hash256 named;
        std::ranges::copy(*hash, named.bytes.begin());
        if (named == base_ || known_.contains(named)) target = named;
    } else {
        for (Hash256 at = head_;; at = known_.at(at).parent) {
            if (std::to_string(number_of(at)) == wanted) target = at;
            if (target || at == base_) break;
        }
    }
    if (!target) {
        return Err(cannot("there is no block " + wanted + "; the last one is #" + std::to_string(number_of(head_)) +
                          " (" + to_hex_prefixed(head_.bytes) + ")"));
    }
    if (*target == head_ && damage_.empty()) return {};
    if (!damage_.empty()) log::warn("fork", cannot(damage_) + "; continuing from the block that --resume names");
    chosen_.emplace();
    for (Hash256 at = *target; at != base_; at = known_.at(at).parent) chosen_->insert(at);
    head_ = *target;
    return {};
}

Result<void, std::string> KeptFork::restore(chain::Client& client, state::ForkedStates& states) {
    BlockPlayer player(client, states);
    const auto is_wanted = [this](const Hash256& block) {
        return !chosen_ || block == base_ || chosen_->contains(block);
    };
    uint64_t last_sequence = 0;
    kept::Reader reader([&](KeptEvent event) -> Result<void, std::string> {
        if (auto* block = std::get_if<KeptBlock>(&event)) {
            last_sequence = std::max(last_sequence, block->sequence);
            if (is_wanted(primitives::header_hash(block->header))) return player.play(std::move(*block));
        } else if (auto* amendment = std::get_if<KeptAmendment>(&event)) {
            last_sequence = std::max(last_sequence, amendment->sequence);
            if (is_wanted(amendment->block)) return player.play(std::move(*amendment));
        } else if (const auto* finality = std::get_if<KeptFinality>(&event)) {
            if (is_wanted(finality->block)) return player.play(*finality);
        } else if (const auto* head = std::get_if<KeptHead>(&event)) {
            if (is_wanted(head->best)) return player.play(*head);
        }
        return {};
    });
    auto done = read(reader);
    if (!done && done.error() != damage_) return Err(cannot(done.error()));
    if (!chosen_) {
        auto file = platform::GrowingFile::open(path(), reader.good_bytes());
        if (!file) return Err(file.error().message);
        file_.emplace(*std::move(file));
        checksum_ = reader.checksum();
    }
    if (done = player.finish(); !done) return Err(cannot(done.error()));
    // What follows stands in the same file. Numbers can be missing there: those of blocks that were refused.
    if (!chosen_) states.continue_after(last_sequence);
    const auto set =
        client.best().hash == head_ ? Result<bool, chain::ChainError>(true) : client.set_head(head_, false);
    if (!set) return Err(cannot(set.error().reason));
    return {};
}

Result<void, std::string> KeptFork::begin(chain::Client& client, state::ForkedStates& states) {
    if (options_.resume.empty()) {
        keep_from_now_on(client, states);
        return {};
    }
    if (chosen_) {
        // What is brought back is written into the new file on the way.
        keep_from_now_on(client, states);
        TRY(restore(client, states));
        if (!failure().empty()) return Err(failure());
        // One of the two has the name at each moment.
        if (const auto kept = platform::link_file(path(), path() + ".old"); !kept) return Err(kept.error().message);
        const auto moved = platform::rename_file(path() + ".new", path());
        if (!moved) return Err(moved.error().message);
    } else {
        TRY(restore(client, states));
        keep_from_now_on(client, states);
    }
    const auto best = client.best();
    log::info("fork", "⏩ Continuing from block #" + std::to_string(best.number) + " (" +
                          to_hex_prefixed(best.hash.bytes) + ")");
    known_.clear();
    return {};
}

void KeptFork::keep_from_now_on(chain::Client& client, state::ForkedStates& states) {
    client_ = &client;
    states_ = &states;
    client.add_listener(this);
    states.set_on_amended([this](const Hash256& block, const state::StateChanges& changes,
                                 uint64_t sequence) -> Result<void, state::StateError> {
        auto done = append(KeptAmendment{block, changes, sequence});
        if (!done) return Err(state::StateError{state::StateError::Kind::kIo, std::move(done.error())});
        return {};
    });
}

void KeptFork::on_imported(const chain::ImportedBlock& block) {
    if (block.changes == nullptr) return;
    const auto body = client_->find_body(block.id.hash);
    KeptBlock kept{.header = *block.header,
                   .body = body && *body ? **body : primitives::Body(),
                   .changes = *block.changes,
                   .sequence = states_->sequence_of(block.id.hash),
                   .is_best = block.is_new_best};
    (void)append(kept);
}

void KeptFork::on_finalized(const chain::FinalizedBlocks& blocks) {
    if (blocks.blocks.empty()) return;
    (void)append(
        KeptFinality{blocks.blocks.back().hash, blocks.new_best ? blocks.new_best->hash : client_->best().hash});
}

/// What was final beside the new head is so no more.
void KeptFork::on_best_changed(const chain::BestChanged& change) {
    (void)append(KeptHead{change.best.hash});
    if (change.finalized) (void)append(KeptFinality{change.finalized->hash, change.best.hash});
}

std::string KeptFork::failure() const {
    const std::lock_guard lock(mutex_);
    return failure_;
}

Result<void, std::string> KeptFork::append(const KeptEvent& event) {
    const std::lock_guard lock(mutex_);
    if (!failure_.empty()) return Err(failure_);
    const auto bytes = kept::record(event, checksum_);
    auto done = bytes ? file_->append(*bytes)
                      : Result<void, platform::FileError>(Err(platform::FileError{"more than 256 MiB at once", false}));
    if (done) {
        Bytes size(8);
        store_le(size.data(), file_->size_bytes());
        done = file_->overwrite(kept::kMagic.size(), size);
    }
    if (done) return {};
    failure_ = "blocks are not kept any more: " + done.error().message;
    log::error("fork", failure_);
    if (options_.on_failure) options_.on_failure();
    return Err(failure_);
}

}  // namespace serinus::fork
