#include "chain/import/import_queue.hpp"

#include <condition_variable>
#include <deque>
#include <map>
#include <thread>
#include <unordered_map>

#include "base/hex.hpp"
#include "chain/client/client_impl.hpp"
#include "platform/workers.hpp"

namespace serinus::chain {

using primitives::Header;
using primitives::SignedBlock;

namespace {

enum class Stage : uint8_t {
    kWaiting,   ///< the header of its parent is not known, or not looked at
    kBegun,     ///< some thread looks at its header
    kChecking,  ///< its record is known, its seal is not checked
    kChecked,   ///< `verdict` is complete
    kLate,      ///< its header can be checked only when its parent is in the chain
};

struct Entry {
    BlockId id;
    SignedBlock block;
    BlockOrigin origin = BlockOrigin::kFile;
    size_t bytes = 0;
    Stage stage = Stage::kWaiting;
    HeaderVerdict verdict = {};
    bool offered = false;
    /// What became of its parent, if that is not in the chain: a refusal, or a failure of ours.
    MaybeRefusal refusal = {};
    std::optional<ChainError> failure = {};

    const Hash256& parent() const noexcept { return block.block.header.parent_hash; }
    bool has_record() const noexcept {
        return (stage == Stage::kChecking || stage == Stage::kChecked) && verdict.good();
    }
    /// Nothing but its parent is missing.
    bool is_done() const noexcept { return stage == Stage::kChecked || stage == Stage::kLate; }
};

size_t bytes_of(const SignedBlock& block) {
    size_t out = sizeof(Entry);
    for (const auto& extrinsic : block.block.body) out += sizeof extrinsic + extrinsic.size();
    if (block.justifications) {
        for (const auto& one : *block.justifications) out += sizeof one + one.data.size();
    }
    return out;
}

}  // namespace

struct ImportQueue::Impl final : ClientListener {
    Client* client;
    Client::Impl* chain;
    Done done;
    ImportQueueOptions options;

    mutable std::mutex mutex;
    std::condition_variable wake;   ///< the executor
    std::condition_variable quiet;  ///< who waits for the end
    std::unordered_map<Hash256, std::shared_ptr<Entry>, HashOfHash> entries;
    std::unordered_multimap<Hash256, Hash256, HashOfHash> children;  ///< of blocks that are here or to come
    std::deque<Hash256> executable;
    std::deque<std::shared_ptr<Entry>> crowded_out;
    size_t bytes = 0;
    size_t checking = 0;  ///< tasks that are posted, or run
    bool executing = false;
    bool stopping = false;

    std::unique_ptr<platform::Workers> workers;
    std::thread executor;

    void check(const std::shared_ptr<Entry>& entry);
    void execute_all();
    void execute(const std::shared_ptr<Entry>& entry);

    // With the lock:

    std::vector<std::shared_ptr<Entry>> children_of(const Hash256& hash) const {
        std::vector<std::shared_ptr<Entry>> out;
        const auto [begin, end] = children.equal_range(hash);
        for (auto at = begin; at != end; ++at) out.push_back(entries.at(at->second));
        return out;
    }

    void begin(const std::shared_ptr<Entry>& entry) {
        if (entry->stage != Stage::kWaiting) return;
        entry->stage = Stage::kBegun;
        ++checking;
        if (!workers->post([this, entry] { check(entry); })) {
            --checking;
            entry->stage = Stage::kLate;
            offer(*entry);
        }
    }

    /// To the executor, if its turn has come. What is bad need not wait.
    void offer(Entry& entry) {
        const bool bad = entry.stage == Stage::kChecked && !entry.verdict.good();
        if (entry.offered || !entry.is_done() || (!bad && entries.contains(entry.parent()))) return;
        entry.offered = true;
        executable.push_back(entry.id.hash);
        wake.notify_one();
    }

    void remove(const Entry& entry) {
        const auto [begin, end] = children.equal_range(entry.parent());
        for (auto at = begin; at != end; ++at) {
            if (at->second != entry.id.hash) continue;
            children.erase(at);
            break;
        }
        bytes -= entry.bytes;
        entries.erase(entry.id.hash);
    }

    bool is_full(size_t more) const { return entries.size() >= options.max_blocks || bytes + more > options.max_bytes; }

    /// Drops blocks that wait for their parents, until there is room.
    bool make_room(size_t more) {
        while (is_full(more)) {
            const auto waiting = std::find_if(entries.begin(), entries.end(),
                                              [](const auto& one) { return one.second->stage == Stage::kWaiting; });
            if (waiting == entries.end()) return false;
            crowded_out.push_back(waiting->second);
            remove(*crowded_out.back());
            wake.notify_one();
        }
        return true;
    }

    bool is_quiet() const { return checking == 0 && executable.empty() && crowded_out.empty() && !executing; }

    // Without it:

    /// Somebody else imported it.
    void on_imported(const ImportedBlock& block) override {
        const std::lock_guard lock(mutex);
        if (entries.contains(block.id.hash)) return;
        for (const auto& child : children_of(block.id.hash)) begin(child);
    }

    /// The header of a block that is here, or in the chain.
    Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) {
        {
            const std::lock_guard lock(mutex);
            const auto found = entries.find(hash);
            if (found != entries.end()) return std::optional(found->second->block.block.header);
        }
        TRY_ASSIGN(const auto header, client->find_header(hash));
        return header ? std::optional(*header) : std::nullopt;
    }

    Result<HeaderVerdict, ChainError> begin_header(const Entry& entry);
};

namespace {

constexpr const char* kTooEarly = "the parent is not in the chain yet";

}  // namespace

/// What can be said of a header before its parent is in the chain. Errors: it is too early.
Result<HeaderVerdict, ChainError> ImportQueue::Impl::begin_header(const Entry& entry) {
    class QueueAncestry final : public Ancestry {
      public:
        explicit QueueAncestry(Impl& queue) : queue_(&queue) {}
        Result<std::optional<Header>, ChainError> find_header(const Hash256& hash) override {
            return queue_->find_header(hash);
        }
        Result<Bytes, ChainError> call_at_parent(std::string_view, BytesView) override {
            return Err(ChainError{ChainError::Kind::kUnknown, kTooEarly});
        }
        Result<bool, ChainError> parent_has_api(std::string_view) override {
            return Err(ChainError{ChainError::Kind::kUnknown, kTooEarly});
        }
        Result<std::optional<Bytes>, ChainError> find_aux(BytesView key) override {
            return queue_->client->find_aux(key);
        }

      private:
        Impl* queue_;
    };

    TRY_ASSIGN(const auto parent, find_header(entry.parent()));
    if (!parent) return Err(ChainError{ChainError::Kind::kUnknown, kTooEarly});
    std::optional<Bytes> record;
    {
        const std::lock_guard lock(mutex);
        const auto found = entries.find(entry.parent());
        if (found != entries.end() && found->second->has_record()) record = found->second->verdict.record;
    }
    if (!record) record = TRY(client->find_record(entry.parent()));
    if (!record) return Err(ChainError{ChainError::Kind::kUnknown, kTooEarly});
    QueueAncestry ancestry(*this);
    return chain->checks->begin({*parent, entry.parent(), *record, entry.block.block.header, entry.id.hash}, ancestry);
}

void ImportQueue::Impl::check(const std::shared_ptr<Entry>& entry) {
    auto verdict = begin_header(*entry);
    std::function<MaybeRefusal()> rest;
    {
        const std::lock_guard lock(mutex);
        if (verdict) {
            rest = std::exchange(verdict->rest, {});
            entry->verdict = *std::move(verdict);
            entry->stage = Stage::kChecking;
            if (entry->verdict.good()) {
                for (const auto& child : children_of(entry->id.hash)) begin(child);
            }
        }
    }
    MaybeRefusal wrong = rest ? rest() : std::nullopt;
    const std::lock_guard lock(mutex);
    if (wrong) entry->verdict.refusal = std::move(wrong);
    entry->stage = verdict ? Stage::kChecked : Stage::kLate;
    --checking;
    offer(*entry);
    if (is_quiet()) quiet.notify_all();
}

void ImportQueue::Impl::execute_all() {
    std::unique_lock lock(mutex);
    for (;;) {
        executing = false;
        if (is_quiet()) quiet.notify_all();
        wake.wait(lock, [&] { return stopping || !executable.empty() || !crowded_out.empty(); });
        if (stopping) return;
        executing = true;
        if (!crowded_out.empty()) {
            const auto entry = std::move(crowded_out.front());
            crowded_out.pop_front();
            lock.unlock();
            done(entry->id, Err(ChainError{ChainError::Kind::kUnknown,
                                           "its parent is not known, and its place was needed for other blocks"}));
            lock.lock();
            continue;
        }
        const auto entry = entries.at(executable.front());
        executable.pop_front();
        lock.unlock();
        execute(entry);
        lock.lock();
    }
}

void ImportQueue::Impl::execute(const std::shared_ptr<Entry>& entry) {
    const auto outcome = [&]() -> Result<ImportOutcome, ChainError> {
        if (entry->failure) return Err(*entry->failure);
        if (entry->refusal) return ImportOutcome::refused(entry->id, *entry->refusal);
        if (entry->stage == Stage::kLate) return client->import(entry->block, entry->origin);
        // A copy: whoever looks at the header of a child meanwhile reads the record of this one.
        return chain->import(entry->block, entry->id, entry->verdict, entry->origin);
    }();
    {
        const std::lock_guard lock(mutex);
        remove(*entry);
        for (const auto& child : children_of(entry->id.hash)) {
            if (!outcome) {
                child->failure = outcome.error();
            } else if (outcome->kind == ImportOutcome::Kind::kRefused) {
                child->refusal = Refusal{RefusalReason::kRefusedParent,
                                         "its parent " + to_hex_prefixed(entry->id.hash.bytes) + " is refused"};
            } else {
                begin(child);
            }
            if (child->stage == Stage::kWaiting) child->stage = Stage::kLate;  // its own header does not matter
            offer(*child);
        }
    }
    done(entry->id, outcome);
}

ImportQueue::ImportQueue(Client& client, Done done, const ImportQueueOptions& options)
    : impl_(std::make_unique<Impl>()) {
    impl_->client = &client;
    impl_->chain = client.impl_.get();
    impl_->done = std::move(done);
    impl_->options = options;
    impl_->workers = std::make_unique<platform::Workers>(options.threads, 2 * options.max_blocks);
    impl_->executor = std::thread([impl = impl_.get()] { impl->execute_all(); });
    client.add_listener(impl_.get());
}

ImportQueue::~ImportQueue() {
    impl_->client->remove_listener(impl_.get());
    {
        const std::lock_guard lock(impl_->mutex);
        impl_->stopping = true;
    }
    impl_->wake.notify_all();
    impl_->workers->stop();
    impl_->executor.join();
}

ImportQueue::Pushed ImportQueue::push(SignedBlock&& block, BlockOrigin origin) {
    auto entry = std::make_shared<Entry>();
    entry->id = {primitives::header_hash(block.block.header), block.block.header.number};
    entry->bytes = bytes_of(block);
    entry->origin = origin;
    const Hash256& parent_hash = block.block.header.parent_hash;

    const std::lock_guard lock(impl_->mutex);
    if (impl_->entries.contains(entry->id.hash)) return Pushed::kTwice;
    const auto parent = impl_->entries.find(parent_hash);
    const bool here = parent != impl_->entries.end();
    const auto header = here ? nullptr : impl_->client->find_header(parent_hash).value_or(nullptr);
    const bool ready = here ? parent->second->has_record() : header != nullptr;
    if (impl_->is_full(entry->bytes) && (!ready || !impl_->make_room(entry->bytes))) return Pushed::kFull;
    entry->block = std::move(block);
    impl_->entries.emplace(entry->id.hash, entry);
    impl_->children.emplace(entry->parent(), entry->id.hash);
    impl_->bytes += entry->bytes;
    if (ready) impl_->begin(entry);
    return Pushed::kTaken;
}

bool ImportQueue::contains(const Hash256& block) const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->entries.contains(block);
}

void ImportQueue::wait() {
    std::unique_lock lock(impl_->mutex);
    impl_->quiet.wait(lock, [&] { return impl_->is_quiet(); });
}

size_t ImportQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->entries.size();
}

uint64_t ImportQueue::bytes() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->bytes;
}

}  // namespace serinus::chain
