#include "services/warp/stored_warp.hpp"

#include <algorithm>
#include <cmath>

#include "base/hex.hpp"
#include "codec/scale.hpp"
#include "consensus/grandpa/stored.hpp"
#include "platform/files.hpp"
#include "platform/log.hpp"
#include "platform/process.hpp"

namespace serinus::services {

namespace grandpa = consensus::grandpa;
using chain::ChainError;
using network::sync::WarpSync;

namespace {

constexpr const char* kWarpTarget = "sync";

Bytes progress_key() { return to_bytes(as_bytes(std::string_view("warp_progress"))); }

}  // namespace

StoredWarp::StoredWarp(chain::Client& client, platform::Scheduler& scheduler, std::string folder, Post post,
                       bool is_told)
    : client_(client),
      scheduler_(scheduler),
      folder_(std::move(folder)),
      post_(std::move(post)),
      is_told_(is_told),
      lane_(scheduler.make_lane({.name = "warp", .max_waiting = 64, .runs_on = platform::WorkClass::kRuntime})) {}

std::unique_ptr<StoredWarp> StoredWarp::open(chain::Client& client, platform::Scheduler& scheduler, std::string folder,
                                             Post post) {
    if (client.best().number != client.genesis().number) return nullptr;
    std::unique_ptr<StoredWarp> out(new StoredWarp(client, scheduler, std::move(folder), std::move(post), false));
    const auto set = grandpa::load_set(client);
    if (!set || !*set) {
        log::warn(kWarpTarget, "No warp: " + (set ? "the chain has no finality gadget" : set.error().reason));
        return nullptr;
    }
    out->proven_.next = {(*set)->set_id, (*set)->current};
    out->load_progress();
    return out;
}

std::unique_ptr<StoredWarp> StoredWarp::open_told(chain::Client& client, platform::Scheduler& scheduler,
                                                  std::string folder, Post post) {
    if (client.best().number != client.genesis().number) return nullptr;
    std::unique_ptr<StoredWarp> out(new StoredWarp(client, scheduler, std::move(folder), std::move(post), true));
    out->load_progress();
    return out;
}

void StoredWarp::load_progress() {
    platform::keep_little_unused_memory();
    const auto kept = client_.find_aux(progress_key());
    if (!kept || !*kept) return;
    if (auto progress = scale::decode<Proven>(**kept)) proven_ = *std::move(progress);
}

void StoredWarp::tell(primitives::Header header) {
    const bool is_useless = header.number.value <= client_.genesis().number;
    if (!is_useless) {
        const std::lock_guard lock(mutex_);
        told_ = std::move(header);
    }
    post_([this, is_useless](Millis now) {
        if (is_useless) return sync_->on_useless(now);
        sync_->on_told(now);
    });
}

bool StoredWarp::take_told_target() {
    const std::lock_guard lock(mutex_);
    if (!told_ || told_ == proven_.header) return false;
    proven_.header = std::exchange(told_, std::nullopt);
    proven_.is_target = true;
    return true;
}

StoredWarp::Proven StoredWarp::proven_now() const {
    const std::lock_guard lock(mutex_);
    return proven_;
}

Hash256 StoredWarp::proven() {
    const std::lock_guard lock(mutex_);
    return proven_.header ? primitives::header_hash(*proven_.header) : client_.genesis().hash;
}

bool StoredWarp::has_target() {
    const std::lock_guard lock(mutex_);
    return proven_.is_target && proven_.header;
}

std::optional<SyncProgress> StoredWarp::progress() const {
    using network::sync::WarpPhase;
    using Phase = SyncProgress::Phase;
    SyncProgress out{.phase = Phase::kPeers,
                     .required_peers = sync_->required_peers(),
                     .proof_bytes = sync_->proof_bytes(),
                     .state_bytes = state_bytes_.load(),
                     .state_percent = state_percent_.load()};
    switch (sync_->phase()) {
        case WarpPhase::kPeers:
            out.phase = is_told_ ? Phase::kTarget : Phase::kPeers;
            break;
        case WarpPhase::kProofs:
            out.phase = Phase::kProofs;
            break;
        case WarpPhase::kState:
            out.phase = Phase::kState;
            break;
        case WarpPhase::kBody:
            out.phase = Phase::kBlock;
            break;
        case WarpPhase::kImport:
            out.phase = Phase::kImport;
            break;
        case WarpPhase::kDone:
        case WarpPhase::kUseless:
        case WarpPhase::kFailed:
            return std::nullopt;
    }
    return out;
}

void StoredWarp::note_progress() {
    // Of the keys below a node nobody knows how many there are: each of 16 branches counts as much as the others.
    double missing = 0;
    for (const auto& part : download_->open_parts()) {
        if (!part.child) missing += std::exp2(-4.0 * static_cast<double>(part.position.size()));
    }
    state_percent_ = static_cast<uint32_t>(100 * std::clamp(1 - missing, 0.0, 1.0));
    state_bytes_ = download_->bytes();
}

void StoredWarp::check_proof(Bytes proof) {
    lane_->post_always([this, proof = std::move(proof)] {
        const auto checked = check(proof);
        if (!checked) log::error(kWarpTarget, "The warp failed: " + checked.error().reason);
        post_([this, result = checked ? *checked : WarpSync::Checked{.is_failure = true}](Millis now) {
            sync_->on_checked(result, now);
        });
    });
}

Result<WarpSync::Checked, ChainError> StoredWarp::check(BytesView bytes) {
    const WarpSync::Checked bad{};
    const auto proof = scale::decode<grandpa::WarpProof>(bytes);
    if (!proof) return bad;
    Proven next = proven_now();
    const auto& forks = grandpa::HardForks::of_chain(client_.genesis().hash);
    const auto plan = grandpa::plan_warp(*proof, next.next, next.header, forks);
    if (!plan) return bad;
    if (plan->is_known_block && plan->steps.empty()) return WarpSync::Checked{true, false, true, 0};
    if (plan->is_known_block) return bad;
    const auto& fragments = proof->fragments;
    std::vector<chain::AuxChange> aux;
    for (size_t i = 0; i < fragments.size(); ++i) {
        const auto& ended = plan->steps[i].ended;
        if (!ended) continue;
        aux.push_back(grandpa::keep_fragment(*ended, fragments[i]));
        next.history.emplace_back(*ended, fragments[i].header.number.value);
    }
    next.next = plan->next;
    if (!fragments.empty()) next.header = fragments.back().header;
    std::vector<ByteArray<32>> randomness(fragments.size());
    for (auto& one : randomness) scheduler_.fill_random(one);
    std::atomic<bool> is_good = true;
    scheduler_.run_parallel(scheduler_.parallelism(), fragments.size(), [&](size_t, size_t i) {
        const auto& voters = plan->steps[i].voters;
        if (!is_good.load() || !voters) return;
        const auto refusal = grandpa::check_fragment(fragments[i], *voters, randomness[i]);
        if (!refusal) return;
        is_good = false;
        log::debug(kWarpTarget, [&] { return "A warp proof is bad: " + refusal->text; });
    });
    if (!is_good.load()) return bad;
    if (!fragments.empty()) next.justification = scale::encode(fragments.back().justification);
    next.is_target = proof->is_finished && next.header.has_value();
    aux.push_back({progress_key(), scale::encode(next)});
    aux.push_back(grandpa::keep_warp_history(next.history));
    TRY(client_.put_aux(std::move(aux)));
    if (!fragments.empty()) {
        log::info(kWarpTarget, "⏩ Warping: block #" + std::to_string(next.header->number.value) + " of set " +
                                   std::to_string(next.next.set_id) + " is proven final");
    }
    {
        const std::lock_guard lock(mutex_);
        proven_ = std::move(next);
    }
    return WarpSync::Checked{true, false, proof->is_finished, fragments.size()};
}

namespace {

Result<std::unique_ptr<storage::Store>, std::string> open_store_in(const std::string& folder) {
    if (folder.empty()) return storage::make_memory_store();
    const auto made = platform::create_directories(folder);
    ENSURE(made.has_value(), made.error().message);
    auto opened = storage::open_store(folder);
    ENSURE(opened.has_value(), opened.error().reason);
    return *std::move(opened);
}

}  // namespace

Result<void, std::string> StoredWarp::open_store() {
    if (download_ != nullptr) return {};
    TRY_ASSIGN(store_, open_store_in(folder_));
    if (!folder_.empty() && platform::is_directory(earlier_folder())) {
        TRY_ASSIGN(earlier_store_, open_store_in(earlier_folder()));
    }
    return open_download();
}

Result<void, std::string> StoredWarp::open_download() {
    auto download = state::StateDownload::open(*store_);
    ENSURE(download.has_value(), download.error().reason);
    download_ = *std::move(download);
    download_->set_earlier(earlier_store_.get());
    return {};
}

/// What came of the target before becomes the earlier download, unless that is more than this.
Result<void, std::string> StoredWarp::keep_earlier() {
    if (earlier_store_ != nullptr) {
        const auto earlier = state::StateDownload::open(*earlier_store_);
        if (earlier && (*earlier)->bytes() > download_->bytes()) return {};
    }
    download_.reset();
    if (folder_.empty()) {
        earlier_store_ = std::exchange(store_, storage::make_memory_store());
        return open_download();
    }
    earlier_store_.reset();
    store_.reset();
    const auto removed = platform::remove_tree(earlier_folder());
    ENSURE(removed.has_value(), removed.error().message);
    const auto renamed = platform::rename_directory(folder_, earlier_folder());
    ENSURE(renamed.has_value(), renamed.error().message);
    return open_store();
}

/// All that the earlier download has of what is open.
Result<void, state::StateError> StoredWarp::take_earlier() {
    const uint64_t before = download_->entries();
    for (bool has_more = true; has_more;) {
        TRY_ASSIGN(has_more, download_->take_earlier());
        platform::release_unused_memory();
    }
    log::debug(kWarpTarget, [&] {
        return "State: " + std::to_string(download_->entries() - before) + " entries of an earlier download";
    });
    return {};
}

void StoredWarp::remove_stores() {
    download_.reset();
    store_.reset();
    earlier_store_.reset();
    if (folder_.empty()) return;
    for (const std::string& folder : {folder_, earlier_folder()}) {
        if (const auto removed = platform::remove_tree(folder); !removed) {
            log::warn(kWarpTarget,
                      "The store of the downloaded state in " + folder + " stays: " + removed.error().message);
        }
    }
}

void StoredWarp::start_download() {
    lane_->post_always([this] {
        const Proven target = proven_now();
        const state::DownloadTarget wanted{primitives::header_hash(*target.header), target.header->number.value,
                                           target.header->state_root};
        auto ready = open_store();
        if (ready && is_told_) {
            const auto kept = client_.put_aux({{progress_key(), scale::encode(target)}});
            if (!kept) ready = Err(kept.error().reason);
        }
        if (ready && download_->entries() > 0 && download_->target() != wanted) ready = keep_earlier();
        if (ready) {
            auto begun = download_->begin(wanted);
            if (begun) begun = take_earlier();
            if (!begun) ready = Err(begun.error().reason);
        }
        if (!ready) log::error(kWarpTarget, "The state cannot be stored: " + ready.error());
        std::optional<std::set<state::OpenPart>> open;
        if (ready) {
            open = download_->open_parts();
            note_progress();
        }
        if (ready) {
            log::info(kWarpTarget, "⚙️ Downloading the state of block #" + std::to_string(wanted.number) +
                                       (download_->entries() > 0
                                            ? ", going on behind " + std::to_string(download_->entries()) + " entries"
                                            : ""));
        }
        post_([this, open = std::move(open)](Millis now) mutable { sync_->on_download(std::move(open), now); });
    });
}

/// Frees what is not needed any more as early as it can: a proof of 4 MiB has 25,000 nodes.
Result<state::StateDownload::Verdict, state::StateError> StoredWarp::take_answer(Bytes answer) {
    auto proof = network::sync::decode_state_proof(answer);
    if (!proof) return state::StateDownload::Verdict::kBad;
    answer = {};
    TRY_ASSIGN(const auto verdict, download_->take(*std::move(proof)));
    if (verdict == state::StateDownload::Verdict::kTaken && earlier_store_ != nullptr) TRY(take_earlier());
    return verdict;
}

void StoredWarp::take(const network::PeerId& from, Bytes answer) {
    lane_->post_always([this, from, answer = std::move(answer)]() mutable {
        const auto taken = take_answer(std::move(answer));
        // Each thread that did this keeps what it freed, otherwise.
        platform::release_unused_memory();
        if (!taken) log::error(kWarpTarget, "The state cannot be stored: " + taken.error().reason);
        note_progress();
        log::debug(kWarpTarget, [&] {
            return "State: " + std::to_string(download_->entries()) + " entries, " +
                   std::to_string(download_->open_parts().size()) + " open parts";
        });
        if (taken && download_->is_complete()) {
            log::info(kWarpTarget, "⚙️ The state is complete: " + std::to_string(download_->entries()) + " entries");
        }
        std::optional<state::StateDownload::Verdict> verdict;
        if (taken) verdict = *taken;
        post_([this, from, verdict, open = download_->open_parts()](Millis now) mutable {
            sync_->on_taken(from, verdict, std::move(open), now);
        });
    });
}

void StoredWarp::import_target(std::optional<primitives::Body> body) {
    lane_->post_always([this, body = std::move(body)]() mutable {
        auto done = import(std::move(body));
        if (!done) log::error(kWarpTarget, "The chain cannot begin with the downloaded state: " + done.error());
        const bool is_imported = done && done->kind == chain::ImportOutcome::Kind::kImported;
        if (done && !is_imported) log::error(kWarpTarget, "The downloaded state is not good: " + done->to_string());
        post_([this, is_imported](Millis now) { sync_->on_imported(is_imported, now); });
    });
}

Result<chain::ImportOutcome, std::string> StoredWarp::import(std::optional<primitives::Body> body) {
    const Proven target = proven_now();
    chain::BaseBlock base{.header = *target.header, .body = std::move(body), .state = store_.get()};
    if (!is_told_) {
        base.justification = primitives::Justification{primitives::kGrandpaEngine, target.justification};
        base.aux.push_back(grandpa::keep_best_justification(target.justification));
        base.authorities.emplace(chain::FinalityAuthorities{.set_id = target.next.set_id, .authorities = {}});
        for (const auto& one : target.next.authorities)
            base.authorities->authorities.emplace_back(one.id.bytes, one.weight);
    }
    const bool has_body = base.body.has_value();
    auto outcome = client_.import_base(std::move(base));
    ENSURE(outcome.has_value(), outcome.error().reason);
    if (outcome->kind != chain::ImportOutcome::Kind::kImported) return *std::move(outcome);
    log::info(kWarpTarget, "⏩ The chain begins with block #" + std::to_string(target.header->number.value) +
                               (has_body ? "" : ", whose body no peer had"));
    remove_stores();
    (void)client_.put_aux({{progress_key(), std::nullopt}});
    platform::release_unused_memory();
    return *std::move(outcome);
}

}  // namespace serinus::services
