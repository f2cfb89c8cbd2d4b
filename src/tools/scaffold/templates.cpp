#include "tools/scaffold/templates.hpp"

#include "base/format.hpp"
#include "platform/files.hpp"
#include "tools/scaffold/names.hpp"

namespace serinus::scaffold {
namespace {

constexpr size_t kMaxTemplateBytes = size_t{1} << 20;
constexpr int kMaxDepth = 8;

void replace_all(std::string& text, std::string_view old, std::string_view by) {
    for (size_t at = text.find(old); at != text.npos; at = text.find(old, at + by.size())) {
        text.replace(at, old.size(), by);
    }
}

Result<void, std::string> read_folder(const std::string& root, const std::string& below, int depth,
                                      std::vector<NewFile>& out) {
    const auto names = platform::list_directory(root + "/" + below);
    if (!names) return Err(names.error().message);
    for (const std::string& name : *names) {
        const std::string path = below.empty() ? name : below + "/" + name;
        if (platform::is_directory(root + "/" + path)) {
            if (depth < kMaxDepth) TRY(read_folder(root, path, depth + 1, out));
            continue;
        }
        auto text = platform::read_file(root + "/" + path, kMaxTemplateBytes);
        if (!text) return Err(text.error().message);
        out.push_back({path, *std::move(text)});
    }
    return {};
}

std::string folder_of(const std::string& path) {
    const size_t slash = path.rfind('/');
    return slash == path.npos ? std::string() : path.substr(0, slash);
}

}  // namespace

std::string renamed(std::string text, const CopyNames& names) {
    // Names of the chain first: they may contain those of the pallet.
    constexpr std::string_view kPlaceholder = "\x01";
    replace_all(text, "new_chain", kPlaceholder);
    replace_all(text, "numbers", names.pallet);
    replace_all(text, "Numbers", type_name_of(names.pallet));
    replace_all(text, kPlaceholder, names.chain);
    return text;
}

Result<std::vector<NewFile>, std::string> read_template(const std::string& folder) {
    std::vector<NewFile> out;
    TRY(read_folder(folder, "", 0, out));
    return out;
}

Result<void, std::string> write_files(const std::string& folder, const std::vector<NewFile>& files) {
    for (const NewFile& file : files) {
        const std::string path = folder + "/" + file.path;
        if (const auto made = platform::create_directories(folder_of(path)); !made) return Err(made.error().message);
        const auto written = platform::write_file_atomically(path, as_bytes(file.text), 0644);
        if (!written) return Err(written.error().message);
    }
    return {};
}

Result<std::string, std::string> find_sdk(const std::string& program) {
    std::string sdk = folder_of(folder_of(program)) + "/share/serinus";
    if (platform::is_directory(sdk + "/templates/chain") && platform::is_directory(sdk + "/sdk")) return sdk;
    return Err(
        format_text("the SDK is not installed beside this program: {} is missing. Install the Debian package "
                    "serinus-sdk, or, in the "
                    "sources of Serinus: make install PREFIX=DIR, and run DIR/bin/serinus",
                    sdk));
}

std::vector<std::string> missing_packages(const std::string& path) {
    struct Need {
        std::string_view program;
        std::string_view package;
    };
    constexpr Need kNeeds[] = {{"make", "make"},           {"cmake", "cmake"},       {"ninja", "ninja-build"},
                               {"clang++-19", "clang-19"}, {"wasm-ld-19", "lld-19"}, {"python3", "python3"}};
    std::vector<std::string> missing;
    for (const Need& need : kNeeds) {
        bool found = false;
        for (size_t begin = 0; begin <= path.size() && !found;) {
            const size_t end = std::min(path.find(':', begin), path.size());
            found = end > begin &&
                    platform::is_regular_file(path.substr(begin, end - begin) + "/" + std::string(need.program));
            begin = end + 1;
        }
        if (!found) missing.emplace_back(need.package);
    }
    return missing;
}

}  // namespace serinus::scaffold
