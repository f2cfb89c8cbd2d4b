// serinus-malus: serinus, whose validators may lie. For tests of networks, never for a release.
#include "cli/program.hpp"
#include "tests/malus/behaviours.hpp"

namespace serinus::malus {
namespace {

struct MalusOptions {
    std::string behaviours;             ///< of this node
    std::vector<std::string> of_nodes;  ///< of a network: "alice=back-garbage"
};

std::string behaviours_text() {
    std::string out;
    for (const BehaviourName& one : behaviour_names()) {
        out += (out.empty() ? "" : "; ") + std::string(one.name) + ": " + one.what;
    }
    return out;
}

Result<void, std::string> change_node(const std::string& names, node::NodeOptions& node) {
    if (names.empty()) return {};
    auto made = make_behaviours(names);
    if (!made) return Err("--malus: " + made.error());
    const std::shared_ptr<services::paras::Substitutes> parts = *std::move(made);
    node.recipe = [parts, honest = node.recipe](services::NodeParts& to) {
        to.para_substitutes = parts.get();
        honest(to);
    };
    return {};
}

Result<void, std::string> change_network(const std::vector<std::string>& of_nodes, launcher::NetworkPlan& network) {
    for (const std::string& text : of_nodes) {
        const size_t sign = text.find('=');
        ENSURE(sign != std::string::npos && sign > 0, "--malus " + text + " has not the form NODE=BEHAVIOUR");
        const std::string names = text.substr(sign + 1);
        if (const auto made = make_behaviours(names); !made) return Err("--malus " + text + ": " + made.error());
        auto& arguments = network.arguments_of[text.substr(0, sign)];
        arguments.insert(arguments.end(), {"--malus", names});
    }
    return {};
}

int run(int argc, char** argv) {
    const auto options = std::make_shared<MalusOptions>();
    const cli::Additions additions{
        .name = "serinus-malus",
        .declare_node_options =
            [options](cli::Arguments program) {
                program.section("Lies");
                program.add_option("--malus", options->behaviours, "How this validator lies: " + behaviours_text())
                    .type_name("BEHAVIOUR[,BEHAVIOUR...]");
            },
        .change_node = [options](node::NodeOptions& node) { return change_node(options->behaviours, node); },
        .declare_network_options =
            [options](cli::Arguments command) {
                command
                    .add_option("--malus", options->of_nodes,
                                "A validator that lies: alice=back-garbage; as often as needed")
                    .type_name("NODE=BEHAVIOUR[,BEHAVIOUR...]");
            },
        .change_network =
            [options](launcher::NetworkPlan& network) { return change_network(options->of_nodes, network); }};
    return cli::run_program(argc, argv, additions);
}

}  // namespace
}  // namespace serinus::malus

int main(int argc, char** argv) { return serinus::malus::run(argc, argv); }
