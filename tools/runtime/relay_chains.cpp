// relay_chains KUSAMA.scale POLKADOT.scale: prints docs/relay_chains.md, Kusama beside Polkadot, from the metadata of
// the two.
#include <boost/json.hpp>
#include <cstdio>
#include <map>

#include "metadata/shower.hpp"
#include "platform/files.hpp"

namespace {

namespace json = boost::json;
using namespace serinus;
using metadata::Metadata;

/// The leaves of a value by their way to it: "base_block.ref_time".
void add_leaves(const std::string& name, const json::value& value, std::map<std::string, std::string>& out) {
    if (const auto* fields = value.if_object()) {
        for (const auto& [key, inner] : *fields) add_leaves(name + "." + std::string(key), inner, out);
    } else {
        out[name] = value.is_string() ? std::string(value.get_string()) : json::serialize(value);
    }
}

struct Chain {
    std::unique_ptr<const Metadata> metadata;
    std::map<std::string, std::string> constants;  ///< "Balances.ExistentialDeposit"
    std::map<uint64_t, json::object> tracks;       ///< of Referenda

    json::value constant(const metadata::Constant& one) const {
        return metadata::Shower(*metadata).show(one.type, one.value).value_or("?");
    }
};

/// Constants of many lines, which have a table of their own or say nothing of a chain.
bool is_left_out(const std::string& name) {
    return name == "Referenda.Tracks" || name == "FellowshipReferenda.Tracks" || name == "System.Version";
}

std::optional<Chain> load(const char* path) {
    const auto file = platform::read_file(path, size_t{16} << 20);
    if (!file) return std::nullopt;
    auto decoded = Metadata::decode(to_bytes(as_bytes(*file)));
    if (!decoded) return std::nullopt;
    Chain out;
    out.metadata = *std::move(decoded);
    for (const auto& pallet : out.metadata->model().pallets) {
        for (const auto& one : pallet.constants) {
            const std::string name = std::string(pallet.name) + "." + std::string(one.name);
            if (!is_left_out(name)) add_leaves(name, out.constant(one), out.constants);
        }
    }
    if (const auto* tracks = out.metadata->find_constant("Referenda", "Tracks")) {
        const json::value shown = out.constant(*tracks);
        for (const json::value& one : shown.as_array()) {
            out.tracks[one.as_array()[0].to_number<uint64_t>()] = one.as_array()[1].as_object();
        }
    }
    return out;
}

void print_row(const std::vector<std::string>& cells) {
    std::string line = "|";
    for (const std::string& cell : cells) line += " " + cell + " |";
    std::puts(line.c_str());
}
void print_head(const std::vector<std::string>& cells) {
    print_row(cells);
    print_row(std::vector<std::string>(cells.size(), "---"));
}

void print_pallets(const Chain& kusama, const Chain& polkadot) {
    std::puts("\n## Pallets\n");
    print_head({"pallet", "index on Kusama", "on Polkadot"});
    std::map<std::string_view, std::pair<std::string, std::string>> all;
    for (const auto& one : kusama.metadata->model().pallets) all[one.name].first = std::to_string(one.index);
    for (const auto& one : polkadot.metadata->model().pallets) all[one.name].second = std::to_string(one.index);
    for (const auto& [name, indices] : all) print_row({std::string(name), indices.first, indices.second});
}

void print_constants(const Chain& kusama, const Chain& polkadot) {
    std::puts("\n## Constants that differ\n");
    print_head({"constant", "Kusama", "Polkadot"});
    std::vector<std::pair<std::string, std::string>> same;
    for (const auto& [name, value] : kusama.constants) {
        const auto other = polkadot.constants.find(name);
        if (other == polkadot.constants.end()) continue;
        if (other->second == value) {
            same.emplace_back(name, value);
        } else {
            print_row({name, value, other->second});
        }
    }
    std::puts("\n## Constants that agree\n");
    print_head({"constant", "value"});
    for (const auto& [name, value] : same) print_row({name, value});
}

void print_tracks(const Chain& kusama, const Chain& polkadot) {
    std::puts("\n## Tracks of referenda\n");
    std::puts("Times in blocks of six seconds; the curves of approval and support are the same.\n");
    print_head({"track", "chain", "at once", "deposit", "prepare", "decide", "confirm", "enact"});
    for (const auto& [id, track] : kusama.tracks) {
        for (const Chain* chain : {&kusama, &polkadot}) {
            const auto found = chain->tracks.find(id);
            if (found == chain->tracks.end()) continue;
            const auto part = [&](const char* name) {
                const json::value& value = found->second.at(name);
                return value.is_string() ? std::string(value.get_string()) : json::serialize(value);
            };
            print_row({chain == &kusama ? part("name") : "", chain == &kusama ? "Kusama" : "Polkadot",
                       part("max_deciding"), part("decision_deposit"), part("prepare_period"), part("decision_period"),
                       part("confirm_period"), part("min_enactment_period")});
        }
    }
}

}  // namespace

int main(int argc, char** argv) {
    const auto kusama = argc == 3 ? load(argv[1]) : std::nullopt;
    const auto polkadot = argc == 3 ? load(argv[2]) : std::nullopt;
    if (!kusama || !polkadot) {
        std::fputs("relay_chains KUSAMA.scale POLKADOT.scale: metadata of version 14\n", stderr);
        return 1;
    }
    std::puts("# Kusama beside Polkadot\n");
    std::puts(
        "The two relay chains are compositions of the same pallets ([runtime.md](runtime.md)): "
        "`runtime/runtimes/kusama/`, here "
        "the proper one");
    std::puts(
        "without Sudo, and `runtime/runtimes/polkadot/`, with what both share in `runtime/runtimes/common/relay/`. "
        "This page is generated from "
        "their metadata by");
    std::puts(
        "`ninja relay_chains_page`; `ninja relay_chains_check` says whether it is current. Amounts are in planck: "
        "10^12 a KSM, 10^10 a DOT.");
    print_pallets(*kusama, *polkadot);
    print_constants(*kusama, *polkadot);
    print_tracks(*kusama, *polkadot);
    return 0;
}
