#include "tools/scaffold/new_chain.hpp"

#include "base/format.hpp"
#include "platform/files.hpp"
#include "tools/scaffold/names.hpp"
#include "tools/scaffold/templates.hpp"

namespace serinus::scaffold {

Result<void, std::string> write_chain(const std::string& sdk, const std::string& folder, const std::string& name) {
    if (auto complaint = complaint_about_chain(name); !complaint.empty()) return Err(std::move(complaint));
    if (platform::is_directory(folder) || platform::is_regular_file(folder)) {
        return Err(format_text("{} is there already; choose another name, or another folder with --folder", folder));
    }
    TRY_ASSIGN(std::vector<NewFile> files, read_template(sdk + "/templates/chain"));
    for (NewFile& file : files) file.text = renamed(std::move(file.text), {.chain = name, .pallet = "numbers"});
    auto written = write_files(folder, files);
    if (!written) (void)platform::remove_tree(folder);
    return written;
}

}  // namespace serinus::scaffold
