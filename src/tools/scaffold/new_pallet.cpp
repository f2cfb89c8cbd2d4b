#include "tools/scaffold/new_pallet.hpp"

#include <algorithm>
#include <charconv>

#include "base/format.hpp"
#include "platform/files.hpp"
#include "tools/scaffold/names.hpp"

namespace serinus::scaffold {
namespace {

constexpr size_t kMaxChangedFileBytes = size_t{1} << 20;
constexpr int kFirstIndex = 10;

/// Behind the last line that has all of `parts`; nullopt if none has.
std::optional<size_t> behind_last_line(std::string_view text, std::initializer_list<std::string_view> parts) {
    std::optional<size_t> found;
    for (size_t begin = 0; begin < text.size();) {
        const size_t end = std::min(text.find('\n', begin), text.size() - 1) + 1;
        const std::string_view line = text.substr(begin, end - begin);
        if (std::ranges::all_of(parts, [&](auto part) { return line.find(part) != line.npos; })) found = end;
        begin = end;
    }
    return found;
}

Err<std::string> unexpected(const std::string& file, const std::string& what, const std::string& add) {
    return Err(format_text("{} has no {}, so this program does not know where to add the pallet. Add it by hand: {}",
                           file, what, add));
}

Result<std::string, std::string> read(const std::string& path) {
    auto text = platform::read_file(path, kMaxChangedFileBytes);
    if (!text) return Err(text.error().message);
    return *std::move(text);
}

/// The lowest index from 10 on that the list of places lacks.
std::optional<int> free_index(std::string_view places) {
    std::vector<int> used;
    constexpr std::string_view kBegin = "sdk::At<";
    for (size_t at = places.find(kBegin); at != places.npos; at = places.find(kBegin, at + 1)) {
        int index = -1;
        std::from_chars(places.data() + at + kBegin.size(), places.data() + places.size(), index);
        used.push_back(index);
    }
    for (int index = kFirstIndex; index < 256; ++index) {
        if (std::ranges::find(used, index) == used.end()) return index;
    }
    return std::nullopt;
}

}  // namespace

Result<std::string, std::string> chain_name_of(std::string_view cmake_lists) {
    constexpr std::string_view kBegin = "serinus_runtime(NAME ";
    const size_t begin = cmake_lists.find(kBegin);
    if (begin == cmake_lists.npos) return Err(std::string("CMakeLists.txt has no line serinus_runtime(NAME …)"));
    const std::string_view rest = cmake_lists.substr(begin + kBegin.size());
    std::string name(rest.substr(0, std::min(rest.find_first_of(" )\n"), rest.size())));
    if (auto complaint = complaint_about_chain(name); !complaint.empty()) return Err(std::move(complaint));
    return name;
}

Result<std::string, std::string> with_pallet(std::string pallets_hpp, const std::string& name) {
    const std::string type = type_name_of(name);
    const std::string declaration =
        format_text("namespace serinus::pallet_{} {{ template <class T> struct Pallet; }}\n", name);
    const std::string alias = format_text("using {} = pallet_{}::Pallet<struct {}Config>;\n", type, name, type);
    const auto fail = [](const std::string& what, const std::string& add) {
        return unexpected("runtime/pallets.hpp", what, add);
    };
    if (pallets_hpp.find("::pallet_" + name + " ") != pallets_hpp.npos) {
        return Err(format_text("the chain has a pallet \"{}\" already", name));
    }
    const auto behind_declarations = behind_last_line(pallets_hpp, {"namespace ", "struct Pallet; }"});
    if (!behind_declarations) return fail("declaration of a pallet", declaration);
    pallets_hpp.insert(*behind_declarations, declaration);
    const auto behind_aliases = behind_last_line(pallets_hpp, {"using ", "::Pallet<struct ", "Config>;"});
    if (!behind_aliases) return fail("line using … = …::Pallet<struct …Config>;", alias);
    pallets_hpp.insert(*behind_aliases, alias);
    const size_t list = pallets_hpp.find("using Places");
    const size_t end = list == pallets_hpp.npos ? list : pallets_hpp.find(">;", list);
    if (end == pallets_hpp.npos) return fail("list Places", type);
    const auto index = free_index(std::string_view(pallets_hpp).substr(list, end - list));
    if (!index) return Err(std::string("the runtime has no free index for one more pallet"));
    pallets_hpp.insert(end, format_text(", sdk::At<{}, {}>", *index, type));
    return pallets_hpp;
}

Result<std::string, std::string> with_configuration(std::string runtime_hpp, const std::string& name) {
    const std::string include = format_text("#include \"runtime/config/{}.hpp\"\n", name);
    const auto behind = behind_last_line(runtime_hpp, {"#include \"runtime/config/"});
    if (!behind) return unexpected("runtime/runtime.hpp", "line #include \"runtime/config/…\"", include);
    runtime_hpp.insert(*behind, include);
    return runtime_hpp;
}

Result<void, std::string> add_pallet(const std::string& sdk, const std::string& folder, const std::string& name) {
    if (auto complaint = complaint_about_pallet(name); !complaint.empty()) return Err(std::move(complaint));
    if (platform::is_directory(sdk + "/sdk/runtime/pallets/" + name)) {
        return Err(format_text("the SDK has a pallet \"{}\"", name));
    }
    const auto cmake_lists = read(folder + "/CMakeLists.txt");
    if (!cmake_lists || !platform::is_regular_file(folder + "/runtime/pallets.hpp")) {
        return Err(
            format_text("{} is not the folder of a chain that \"serinus new chain\" made: CMakeLists.txt or "
                        "runtime/pallets.hpp is missing. Go there, or say where it is: --folder",
                        folder));
    }
    TRY_ASSIGN(const std::string chain, chain_name_of(*cmake_lists));
    const std::string place = "pallets/" + name;
    if (platform::is_directory(folder + "/" + place)) return Err(format_text("{}/{} is there already", folder, place));

    TRY_ASSIGN(const std::string pallets_hpp, read(folder + "/runtime/pallets.hpp"));
    TRY_ASSIGN(const std::string runtime_hpp, read(folder + "/runtime/runtime.hpp"));

    TRY_ASSIGN(const std::vector<NewFile> files, read_template(sdk + "/templates/chain"));
    std::vector<NewFile> out;
    for (const NewFile& file : files) {
        const bool is_pallet = file.path.starts_with("pallets/numbers/") || file.path == "runtime/config/numbers.hpp";
        if (!is_pallet) continue;
        const CopyNames names{.chain = chain, .pallet = name};
        out.push_back({renamed(file.path, names), renamed(file.text, names)});
    }
    TRY_ASSIGN(std::string new_runtime, with_configuration(runtime_hpp, name));
    TRY_ASSIGN(std::string new_pallets, with_pallet(pallets_hpp, name));
    out.push_back({"runtime/runtime.hpp", std::move(new_runtime)});
    out.push_back({"runtime/pallets.hpp", std::move(new_pallets)});
    return write_files(folder, out);
}

}  // namespace serinus::scaffold
