#include "cli/state_options.hpp"

#include "cli/state_source.hpp"
#include "executor/executor.hpp"
#include "fork/fork_client.hpp"
#include "runtime_api/newest_metadata.hpp"
#include "state/overlay.hpp"

namespace serinus::cli {
namespace {

/// Another node's state; it is only read.
class OriginBackend final : public state::Backend {
  public:
    explicit OriginBackend(std::shared_ptr<state::Origin> origin) : origin_(std::move(origin)) {}

    Result<std::optional<BytesView>, state::StateError> get(state::Area area, BytesView key) override {
        TRY_ASSIGN(value_, origin_->get(area, key));
        return value_ ? std::optional<BytesView>(*value_) : std::nullopt;
    }
    Result<std::optional<Bytes>, state::StateError> next_key(state::Area area, BytesView key) override {
        return origin_->next_key(area, key);
    }
    Result<Hash256, state::StateError> root_with(const state::StateChanges&, trie::StateVersion) override {
        return no_tries();
    }
    Result<Hash256, state::StateError> child_root_with(BytesView, const state::ChangeSet&,
                                                       trie::StateVersion) override {
        return no_tries();
    }

  private:
    static Result<Hash256, state::StateError> no_tries() {
        return Err(state::StateError{state::StateError::Kind::kMissing, "the tries of another node are not known"});
    }

    std::shared_ptr<state::Origin> origin_;
    std::optional<Bytes> value_;
};

}  // namespace

struct OpenState::Source {
    std::optional<OpenChain> chain;
    std::unique_ptr<state::Backend> backend;
};

OpenState::OpenState() = default;
OpenState::OpenState(OpenState&&) noexcept = default;
OpenState::~OpenState() = default;
state::Backend& OpenState::backend() const noexcept { return *source_->backend; }

Result<void, std::string> OpenState::open(const StateOptions& options) {
    source_ = std::make_unique<Source>();
    if (options.url.empty()) {
        auto opened = OpenChain::open_or_report(options.chain);
        if (!opened) return Err(std::string());  // reported
        source_->chain.emplace(*std::move(opened));
        chain::Database& database = (**source_->chain).database();
        TRY_ASSIGN(block_, find_block(database, options.at));
        auto state = database.state_of(block_.hash);
        if (!state) return Err(state.error().reason);
        source_->backend = *std::move(state);
        auto header = database.blocks().find_header(block_.hash);
        if (!header) return Err(header.error().reason);
        ENSURE(header->has_value(), "the header of " + to_string(block_) + " is not there");
        header_ = **std::move(header);
        if (const auto& properties = (**source_->chain).spec().properties)
            compose::read_properties(properties->text, spelling_);
    } else {
        fork::ForkSource source;
        source.endpoints = {options.url};
        source.at = options.at;
        auto opened = fork::open_fork(source);
        if (!opened) return Err(opened.error());
        block_ = {.hash = opened->facts.hash, .number = opened->facts.header.number.value};
        header_ = opened->facts.header;
        compose::read_properties(opened->facts.properties, spelling_);
        source_->backend = std::make_unique<OriginBackend>(opened->origin);
    }
    executor_ = std::make_unique<executor::Executor>(
        options.accepts_mock_signatures ? executor_of_tools(true) : executor_options(options.chain.chain));
    return ask_runtime();
}

Result<chain::LoadedRuntime, std::string> OpenState::runtime() const {
    state::Overlay overlay(backend());
    if (source_->chain) {
        auto loaded = (**source_->chain).runtimes().load(overlay, block_.number);
        if (!loaded) return Err(loaded.error().reason);
        return *std::move(loaded);
    }
    auto runtime = executor_->runtime_of(overlay);
    if (!runtime) return Err(runtime.error().reason);
    auto version = executor_->version(**runtime);
    if (!version) return Err(version.error().reason);
    return chain::LoadedRuntime{*std::move(runtime), *std::move(version)};
}

Result<void, std::string> OpenState::ask_runtime() {
    state::Overlay overlay(backend());
    const auto runtime = executor_->runtime_of(overlay);
    if (!runtime) return Err(runtime.error().reason);
    auto encoded = runtime_api::newest_metadata({*executor_, **runtime, overlay});
    if (!encoded) return Err(encoded.error().reason);
    TRY_ASSIGN(metadata_, metadata::Metadata::decode(*std::move(encoded)));
    if (const auto* prefix = metadata_->find_constant("System", "SS58Prefix")) {
        spelling_.prefix = scale::decode<uint16_t>(prefix->value).value_or(spelling_.prefix);
    }
    return {};
}

std::optional<OpenState> OpenState::open_or_report(const StateOptions& options) {
    OpenState out;
    if (const auto opened = out.open(options); !opened) {
        if (!opened.error().empty()) report_error(opened.error());
        return std::nullopt;
    }
    return out;
}

void add_state_options(Arguments command, StateOptions& options) {
    add_chain_command_options(command, options.chain);
    command.add_option("--url", options.url, "Read the state of this node instead of a database: ws:// or wss://")
        .type_name("URL");
    command.add_option("--at", options.at, "The block whose state is meant, by number or hash; the best one otherwise")
        .type_name("BLOCK");
}

}  // namespace serinus::cli
