#include "chain/client/import_queue.hpp"

#include <map>

#include "chain/client/client_impl.hpp"
#include "chain/client/import_ahead.hpp"
#include "chain/client/queued_headers.hpp"

namespace serinus::chain {

using primitives::SignedBlock;
using Core = ImportCore;

namespace {

/// The bytes of a block that is in the queue, and what was found out about its header. The mutex guards `verdict` until
/// the block is imported.
struct QueuedBlock {
    BlockId id;
    SignedBlock block;
    BlockOrigin origin = BlockOrigin::kFile;
    HeaderVerdict verdict = {};
};
using BlockPointer = std::shared_ptr<QueuedBlock>;

}  // namespace

struct ImportQueue::Impl final : ClientListener {
    Client* client;
    Client::Impl* chain;
    Done done;
    mutable std::mutex mutex;
    Core core;
    std::unordered_map<Hash256, BlockPointer, HashOfHash> blocks;  ///< those in `core`
    std::map<uint64_t, platform::Task> waiters;                    ///< for room, by ticket
    uint64_t next_ticket = 0;
    size_t next_check_lane = 0;
    std::unique_ptr<platform::Lane> import_lane;
    std::vector<std::unique_ptr<platform::Lane>> check_lanes;
    /// Signatures of the block that is to be executed after the one that is executed ahead.
    Hash256 forecast_block;
    SignatureForecast::Run forecast;
    /// Of the import lane; nullptr: blocks are not executed ahead. The last member: its thread uses the others.
    std::unique_ptr<ImportAhead> ahead;

    explicit Impl(const ImportLimits& limits) : core(limits) {}

    std::optional<QueuedHeader> find(const Hash256& hash) const;
    void handle(const Core::Input& input) {
        const std::lock_guard lock(mutex);
        (void)handle_locked(input);
    }
    /// With the lock. What calls out of this class is posted, or reports are appended for the caller to make.
    ImportOffer handle_locked(const Core::Input& input, std::vector<Core::Report>* reports = nullptr);
    void post_check(BlockPointer block);
    void check(const BlockPointer& block);
    std::optional<AheadTask> plan_child(const Hash256& block, const ImportAhead::Effects& effects);
    void execute_child_ahead(const QueuedBlock& block, const ImportAhead::Effects& effects);
    void forecast_child(const ImportAhead::Begun& block, std::vector<Hash256> ancestors);
    void import(const BlockPointer& block, bool is_checked);
    void on_imported(const ImportedBlock& block) override { handle(Core::ImportedElsewhere{block.id.hash}); }
};

ImportOffer ImportQueue::Impl::handle_locked(const Core::Input& input, std::vector<Core::Report>* reports) {
    ImportOffer answer = ImportOffer::kTaken;
    std::vector<Core::Effect> effects;
    core.handle(input, effects);
    const auto act = [&]<class T>(T& effect) {
        if constexpr (std::is_same_v<T, Core::Answer>) {
            answer = effect.offer;
        } else if constexpr (std::is_same_v<T, Core::CheckHeader>) {
            post_check(blocks.at(effect.block));
        } else if constexpr (std::is_same_v<T, Core::Import>) {
            (void)import_lane->post_always(
                [this, block = blocks.at(effect.block), checked = effect.is_checked] { import(block, checked); });
        } else if constexpr (std::is_same_v<T, Core::Report>) {
            blocks.erase(effect.block.hash);
            if (reports != nullptr) return reports->push_back(std::move(effect));
            (void)import_lane->post_always(
                [this, id = effect.block, outcome = std::move(effect.outcome)] { done(id, outcome); });
        } else {
            (void)import_lane->post_always(std::move(waiters.extract(effect.ticket).mapped()));
        }
    };
    for (Core::Effect& effect : effects) std::visit(act, effect);
    return answer;
}

/// On the lanes in turn: what one check costs differs little from another.
void ImportQueue::Impl::post_check(BlockPointer block) {
    platform::Lane& lane = *check_lanes[next_check_lane++ % check_lanes.size()];
    (void)lane.post_always([this, block = std::move(block)] { check(block); });
}

std::optional<QueuedHeader> ImportQueue::Impl::find(const Hash256& hash) const {
    const std::lock_guard lock(mutex);
    const auto found = blocks.find(hash);
    if (found == blocks.end()) return std::nullopt;
    const QueuedBlock& block = *found->second;
    return QueuedHeader{block.block.block.header,
                        core.is_read(hash) ? std::optional(block.verdict.record) : std::nullopt};
}

void ImportQueue::Impl::check(const BlockPointer& block) {
    using enum Core::HeaderRead::Result;
    const Hash256 hash = block->id.hash;
    const FindQueued find_queued = [this](const Hash256& one) { return find(one); };
    auto verdict = check_queued_header(*client, *chain->checks, find_queued, block->id, block->block.block.header);
    if (!verdict) return handle(Core::HeaderRead{hash, kTooEarly});
    const auto rest = std::exchange(verdict->rest, {});
    const bool is_good = verdict->good();
    {
        const std::lock_guard lock(mutex);
        block->verdict = *std::move(verdict);
        (void)handle_locked(Core::HeaderRead{hash, is_good ? kGood : kBad});
    }
    MaybeRefusal wrong = rest ? rest() : std::nullopt;
    const std::lock_guard lock(mutex);
    if (wrong) block->verdict.refusal = std::move(wrong);
    (void)handle_locked(Core::SealChecked{hash, block->verdict.good()});
}

/// What can be executed while `block`, which is executed and good, is being kept. Any thread.
std::optional<AheadTask> ImportQueue::Impl::plan_child(const Hash256& block, const ImportAhead::Effects& effects) {
    BlockPointer parent, child;
    Bytes inherents;
    {
        const std::lock_guard lock(mutex);
        const auto found = blocks.find(block);
        const auto next = core.checked_child(block);
        if (found == blocks.end() || !next) return std::nullopt;
        parent = found->second;
        child = blocks.at(*next);
        inherents = child->verdict.inherents;
    }
    auto pending = chain->checks->pending_parent(parent->id, parent->block.block.header, effects);
    if (!pending) return std::nullopt;
    AheadTask task{.parent = *std::move(pending),
                   .block = {child, &child->block.block},
                   .hash = child->id.hash,
                   .inherents = std::move(inherents),
                   .signatures = {}};
    const std::lock_guard lock(mutex);
    if (forecast_block == task.hash) task.signatures = std::exchange(forecast, {});
    return task;
}

/// The block is executed and good. While it is kept, the next one can be executed, unless that was begun.
void ImportQueue::Impl::execute_child_ahead(const QueuedBlock& block, const ImportAhead::Effects& effects) {
    if (!ahead->begun()) {
        if (auto task = plan_child(block.id.hash, effects)) ahead->begin(*std::move(task));
    }
    if (const auto begun = ahead->begun()) {
        forecast_child(*begun, {begun->block, block.id.hash, block.block.block.header.parent_hash});
    }
}

void ImportQueue::Impl::forecast_child(const ImportAhead::Begun& block, std::vector<Hash256> ancestors) {
    BlockPointer child;
    {
        const std::lock_guard lock(mutex);
        const auto found = core.checked_child(block.block);
        if (!found || forecast_block == *found) return;
        child = blocks.at(*found);
    }
    auto run = chain->checks->forecast(block.runtime, std::move(ancestors), child->block.block);
    const std::lock_guard lock(mutex);
    forecast_block = child->id.hash;
    forecast = std::move(run);
}

void ImportQueue::Impl::import(const BlockPointer& block, bool is_checked) {
    // A copy of the verdict: whoever looks at the header of a child meanwhile reads the record of this one.
    const Client::Impl::Ahead hooks{
        .take = [&] { return ahead->take(block->id.hash); },
        .executed = [&](const auto& effects) { execute_child_ahead(*block, effects); },
    };
    auto outcome = is_checked ? chain->import(block->block, block->id, block->verdict, block->origin,
                                              ahead != nullptr ? &hooks : nullptr)
                              : client->import(block->block, block->origin);
    std::vector<Core::Report> reports;  // at once, or the end of the queue might drop that of a block that is imported
    {
        const std::lock_guard lock(mutex);
        (void)handle_locked(Core::ImportEnded{block->id.hash, std::move(outcome)}, &reports);
    }
    for (const auto& [id, result] : reports) done(id, result);
}

ImportQueue::ImportQueue(Client& client, platform::Scheduler& scheduler, Done done, const ImportQueueOptions& options)
    : impl_(std::make_unique<Impl>(options.limits)) {
    impl_->client = &client;
    impl_->chain = client.impl_.get();
    impl_->done = std::move(done);
    if (options.executes_ahead.value_or(scheduler.parallelism() > 1)) {
        impl_->ahead = std::make_unique<ImportAhead>(
            *impl_->chain->checks, scheduler,
            [impl = impl_.get()](const auto& block, const auto& effects) { return impl->plan_child(block, effects); });
    }
    impl_->import_lane = scheduler.make_lane({.name = "import", .runs_on = platform::WorkClass::kConsensus});
    for (size_t i = 0; i < std::max<size_t>(options.check_lanes, 1); ++i) {
        impl_->check_lanes.push_back(
            scheduler.make_lane({.name = "seals-" + std::to_string(i), .runs_on = platform::WorkClass::kCpu}));
    }
    client.add_listener(impl_.get());
}

ImportQueue::~ImportQueue() {
    impl_->client->remove_listener(impl_.get());
    impl_->import_lane->close();
    for (const auto& lane : impl_->check_lanes) lane->close();
}

ImportQueue::Pushed ImportQueue::push(SignedBlock&& block, BlockOrigin origin) {
    const BlockId id{primitives::header_hash(block.block.header), block.block.header.number};
    const Hash256 parent = block.block.header.parent_hash;
    const uint64_t bytes = size_in_queue(block);
    // With the lock: a parent that comes into the chain meanwhile would be missed.
    const std::lock_guard lock(impl_->mutex);
    if (impl_->core.contains(id.hash)) return Pushed::kTwice;
    const bool is_here = impl_->core.contains(parent);
    const auto header = is_here ? nullptr : impl_->client->find_header(parent).value_or(nullptr);
    const auto queued = std::make_shared<QueuedBlock>(id, std::move(block), origin);
    impl_->blocks.emplace(id.hash, queued);
    const Pushed answer = impl_->handle_locked(Core::Offered{id, parent, bytes, header != nullptr});
    if (answer == Pushed::kTaken) return answer;
    block = std::move(queued->block);
    impl_->blocks.erase(id.hash);
    return answer;
}

void ImportQueue::when_room(uint64_t bytes, platform::Task callback) {
    const std::lock_guard lock(impl_->mutex);
    const uint64_t ticket = impl_->next_ticket++;
    impl_->waiters.emplace(ticket, std::move(callback));
    (void)impl_->handle_locked(Core::RoomAsked{ticket, bytes});
}

Result<HeaderVerdict, ChainError> ImportQueue::check_header(const BlockId& id, const primitives::Header& header) const {
    const FindQueued find_queued = [this](const Hash256& one) { return impl_->find(one); };
    TRY_ASSIGN(auto verdict, check_queued_header(*impl_->client, *impl_->chain->checks, find_queued, id, header));
    if (verdict.good()) verdict.finish();
    return verdict;
}

bool ImportQueue::contains(const Hash256& block) const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->core.contains(block);
}

size_t ImportQueue::size() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->core.size();
}

uint64_t ImportQueue::bytes() const {
    const std::lock_guard lock(impl_->mutex);
    return impl_->core.bytes();
}

}  // namespace serinus::chain
