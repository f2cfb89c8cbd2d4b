#include "node/parachain_node.hpp"

#include <charconv>

#include "collator/equivocation_limit.hpp"

namespace serinus::node {
namespace {

const chain::Extension* find_extension(const chain::ChainSpec& spec, std::string_view snake, std::string_view camel) {
    for (const chain::Extension& one : spec.extensions) {
        if (one.name == snake || one.name == camel) return &one;
    }
    return nullptr;
}

/// Observed: cumulus-client-cli 0.27.0 and polkadot-omni-node-lib 0.24.0: the marks of their log lines.
void set_labels(ParachainNodeOptions& options) {
    if (options.parachain.options.label.empty()) options.parachain.options.label = "Parachain";
    if (options.relay.options.label.empty()) options.relay.options.label = "Relaychain";
}

}  // namespace

std::optional<polkadot_primitives::ParaId> para_id_of(const chain::ChainSpec& spec) {
    const chain::Extension* const found = find_extension(spec, "para_id", "paraId");
    if (found == nullptr) return std::nullopt;
    const std::string& text = found->value.text;
    uint32_t id = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), id);
    const bool is_whole = error == std::errc() && end == text.data() + text.size();
    return is_whole ? std::optional(polkadot_primitives::ParaId{id}) : std::nullopt;
}

std::optional<std::string> relay_chain_of(const chain::ChainSpec& spec) {
    const chain::Extension* const found = find_extension(spec, "relay_chain", "relayChain");
    if (found == nullptr) return std::nullopt;
    const std::string& text = found->value.text;
    const bool is_text = text.size() > 2 && text.front() == '"' && text.back() == '"';
    return is_text ? std::optional(text.substr(1, text.size() - 2)) : std::nullopt;
}

Result<std::unique_ptr<ParachainNode>, std::string> ParachainNode::start(ParachainNodeOptions options,
                                                                         std::shared_ptr<platform::ThreadPools> pools) {
    set_labels(options);
    std::unique_ptr<ParachainNode> out(new ParachainNode);
    RelayOfParachain link;
    options.relay.options.is_network_only = !options.relay_rpc_urls.empty();
    options.relay.options.recipe = [&link, para = options.para, is_collator = options.is_collator,
                                    urls = options.relay_rpc_urls,
                                    should_stop = options.should_stop](services::NodeParts& node) {
        link = urls.empty() ? relay_node_of_parachain(node, para, is_collator)
                            : relay_network_of_parachain(node, para, is_collator, urls, should_stop);
    };
    auto relay = Node::start(std::move(options.relay.spec), std::move(options.relay.options), pools);
    if (!relay) return Err("the relay chain's node: " + relay.error());
    out->relay_ = *std::move(relay);
    out->chain_ = link.chain;
    out->interrupt_ = link.interrupt;
    link.limit = std::make_shared<collator::EquivocationLimit>();
    options.parachain.options.recipe = [link](services::NodeParts& node) { parachain_node(node, link); };
    options.parachain.options.is_parachain = true;
    options.parachain.options.equivocation_limit = link.limit;
    TRY_ASSIGN(out->parachain_,
               Node::start(std::move(options.parachain.spec), std::move(options.parachain.options), std::move(pools)));
    return out;
}

std::string ParachainNode::failure() const {
    for (const auto* one : {&parachain_, &relay_}) {
        if (*one == nullptr) continue;
        if (std::string reason = (*one)->failure(); !reason.empty()) return reason;
    }
    return {};
}

void ParachainNode::stop() {
    if (interrupt_) interrupt_();
    if (parachain_ != nullptr) parachain_->stop();
    if (relay_ != nullptr) relay_->stop();
}

}  // namespace serinus::node
