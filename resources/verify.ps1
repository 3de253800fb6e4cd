[CmdletBinding()]
param(
    [string]$Server = $env:COMPUTERNAME,
    [string]$From = '',
    [string]$Output = 'port-planner-results.csv',
    [string]$ClientName = '',
    [string]$EdgeName = '',
    [string]$MxHost = '',
    [string]$Domain = '',
    [int]$Timeout = 3000
)
Set-StrictMode -Version 2.0
$ErrorActionPreference = 'Stop'
$results = New-Object System.Collections.ArrayList
$me = ''

function Protect-Cell([string]$Text) {
    if ($Text -match '^[=+\-@\s\uFF1D\uFF0B\uFF0D\uFF20]') { return "'" + $Text }
    return $Text
}

function Add-Result([string]$Row, [string]$Number, [string]$Target, [string]$Port, [string]$Result, [string]$Detail) {
    $time = (Get-Date).ToUniversalTime().ToString('s') + 'Z'
    $line = New-Object PSObject -Property @{
        row = (Protect-Cell $Row); number = (Protect-Cell $Number); server = (Protect-Cell $me)
        target = (Protect-Cell $Target); port = $Port; result = $Result
        detail = (Protect-Cell $Detail); time = $time
    }
    [void]$results.Add($line)
    Write-Host ('{0,-8} {1,-5} {2} {3} {4}' -f $Result, $Number, $Target, $Port, $Detail)
}

function Connect-Tcp([string]$Target, [int]$Port) {
    try { $addresses = [System.Net.Dns]::GetHostAddresses($Target) } catch { return 'name-unknown' }
    foreach ($address in $addresses) {
        $client = New-Object System.Net.Sockets.TcpClient($address.AddressFamily)
        try {
            $waiting = $client.BeginConnect($address, $Port, $null, $null)
            if ($waiting.AsyncWaitHandle.WaitOne($Timeout) -and $client.Connected) { return 'open' }
        } catch {
            Write-Verbose $_.Exception.Message
        } finally {
            $client.Close()
        }
    }
    return 'closed'
}

function Test-Tcp([string]$Row, [string]$Number, [string[]]$Targets, [int[]]$Ports, [string]$Wanted) {
    foreach ($target in $Targets) {
        foreach ($port in $Ports) {
            if (-not $target) {
                Add-Result $Row $Number '' "$port/tcp" 'skipped' 'no-name'
                continue
            }
            $answer = Connect-Tcp $target $port
            $result = 'failed'
            if ($answer -eq $Wanted) { $result = 'ok' }
            Add-Result $Row $Number $target "$port/tcp" $result $answer
        }
    }
}

function Test-Name([string]$Row, [string]$Number, [string[]]$Targets) {
    foreach ($target in $Targets) {
        try {
            $found = ([System.Net.Dns]::GetHostAddresses($target) | ForEach-Object { $_.ToString() }) -join ' '
            Add-Result $Row $Number $target '' 'ok' $found
        } catch {
            Add-Result $Row $Number $target '' 'failed' 'name-unknown'
        }
    }
}

function Test-Mx([string]$Row, [string]$Number, [string[]]$Targets, [string]$Port) {
    foreach ($target in $Targets) {
        if (-not $Domain) {
            Add-Result $Row $Number $target $Port 'skipped' 'no-name'
            continue
        }
        if (-not (Get-Command 'Resolve-DnsName' -ErrorAction SilentlyContinue)) {
            Add-Result $Row $Number $target $Port 'skipped' 'no-cmdlet'
            continue
        }
        try {
            $tcp = $Port -eq 'mx/tcp'
            $records = Resolve-DnsName -Name $Domain -Type MX -Server $target -TcpOnly:$tcp -ErrorAction Stop
            $names = @($records | Where-Object { $_.Type -eq 'MX' } | ForEach-Object { $_.NameExchange })
            if ($names.Count -gt 0) {
                Add-Result $Row $Number $target $Port 'ok' ($names -join ' ')
            } else {
                Add-Result $Row $Number $target $Port 'failed' 'no-record'
            }
        } catch {
            Add-Result $Row $Number $target $Port 'failed' 'no-answer'
        }
    }
}

function Test-Connector([string]$Row, [string]$Number, [string]$Name, [string]$Kind) {
    if (-not (Get-Command "Get-${Kind}Connector" -ErrorAction SilentlyContinue)) {
        Add-Result $Row $Number $Name '' 'skipped' 'no-cmdlet'
        return
    }
    try {
        if ($Kind -eq 'Receive') {
            $found = @(Get-ReceiveConnector -Identity ($me + '\' + $Name) -ErrorAction Stop)
        } else {
            $found = @(Get-SendConnector -Identity $Name -ErrorAction Stop)
        }
    } catch {
        $found = @()
    }
    if ($found.Count -eq 0) {
        Add-Result $Row $Number $Name '' 'failed' 'not-found'
    } elseif ($found[0].Enabled) {
        Add-Result $Row $Number $Name '' 'ok' 'enabled'
    } else {
        Add-Result $Row $Number $Name '' 'failed' 'disabled'
    }
}

function Use-Name([string]$Other, [string]$Name) {
    if ($Server -eq $Other) { $script:Server = $Name }
}

function Test-Here([string[]]$Names) {
    if ($From) { return $false }
    foreach ($name in $Names) {
        if ($Server -eq $name) {
            $script:me = $name
            return $true
        }
    }
    return $false
}

function Test-From([string]$Role) {
    if ($From -ne $Role) { return $false }
    $script:me = '<' + $Role + '>'
    return $true
}

#SECTIONS
if (-not $me) {
    Write-Warning ($saidUnknown + ' ' + $Server + ' ' + $From)
    exit 2
}
$results | Select-Object 'row', 'number', 'server', 'target', 'port', 'result', 'detail', 'time' |
    Export-Csv -LiteralPath $Output -NoTypeInformation -Encoding UTF8 -Append
Write-Host ($saidWrote + ' ' + $Output)
